"""What is kept of why a journey ended: everything that was tried, the text and the figure."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.analysis.why.finding import Why
from exit_sim.commands.telling_why import answer, first, luck, verb
from exit_sim.results.columns import Key, Text
from exit_sim.results.paired_tables import Number, table
from exit_sim.vocabulary import Flag, Month, Share, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.commands.screen import Block
    from exit_sim.results.columns import Table, Value

NONE = "no change"


class Row(NamedTuple):
    """One change made in one month, as strongly as written; the first row is no change."""

    change: Annotated[str, Text("name"), "change that was tried, with its options"]
    decided_by: Annotated[str, Text("words"), "who decides it"]
    month: Annotated[Month | None, "month in which it was made; empty where it has none"]
    strength: Annotated[float | None, Unit("as its option", -1e9, 1e9), "how strongly"]
    moves: Annotated[float, Unit("plausible ranges", 0.0, 1e9), "how far it moves what it moves"]
    in_force: Annotated[Number, "months for which it holds what it moves"]
    ending: Annotated[str, Text("words"), "how the journey then ended"]
    turns: Annotated[Flag, "it turns the ending: lasted or not"]
    reach: Annotated[Share | None, "reach two years after the pilot"]
    reach_then: Annotated[Share | None, "reach in the pilot's last month"]


class LikeIt(NamedTuple):
    """How journeys like it end, without a change and with one."""

    change: Annotated[str, Text("name"), "change, with its options; or no change"]
    journeys: Annotated[Number, "journeys like it: this seed's and the next"]
    ended_so: Annotated[Number | None, "of them ended as this journey did, without a change"]
    last: Annotated[Number, "of them lasted"]
    saved: Annotated[Number, "of them lasted by the change alone"]
    sunk: Annotated[Number, "of them did not last by the change alone"]


def tables_of(found: Why) -> "tuple[Table, Table]":
    """Put all that was tried, and how others like it end, into two tables."""
    key = (found.scenario.name, " ".join(found.scenario.changes), found.seed)
    alone, like = found.alone, found.luck
    rows: list[tuple[Value, ...]] = [
        (*key, NONE, "", None, None, 0.0, 0, alone.ending, 0.0, alone.reach,
         alone.reach_at_pilot_end)
    ]  # fmt: skip
    rows += [
        (
            *key,
            one.move.spec,
            one.move.candidate.decides,
            float(one.move.month) if one.move.candidate.dated else None,
            one.move.strength,
            one.size,
            one.months,
            one.came.ending,
            float(one.turns),
            one.came.reach,
            one.came.reach_at_pilot_end,
        )
        for one in found.tried
    ]
    others: list[tuple[Value, ...]] = [
        (*key, NONE, like.journeys, like.endings[alone.ending], like.last, 0, 0)
    ]
    others += [
        (*key, one.move.spec, like.journeys, None, one.last, one.saved, one.sunk)
        for one in like.with_it
    ]
    return table("tried", (Key, Row), rows), table("like_it", (Key, LikeIt), others)


def keep(found: Why, out: Path, command: str, blocks: "Sequence[Block]") -> None:
    """Keep all that was tried as a folder that explains itself."""
    from exit_sim.commands.pictures import in_files
    from exit_sim.commands.reporting import again, sources
    from exit_sim.commands.screen import plain
    from exit_sim.figures.turning_points import turning_points
    from exit_sim.report import document, why
    from exit_sim.results.folder import Said, repeatable, write_tables

    drawn = turning_points(found)
    question = f"{found.scenario.title}. Why did this journey end as it did, and what turns it?"
    not_computed = "Not computed: simulation error, the range over plausible settings, rival forms."
    compare = ["what-if", found.scenario.name, "--change", "NAME"]
    report = why.report(
        why.Told(
            found,
            question,
            answer(found),
            luck(found),
            verb(found),
            blocks,
            drawn,
            repeatable(compare),
            not_computed,
            again(command),
            sources(found.scenario),
        )
    )
    said = Said(
        question=question,
        answer=[first(found), *answer(found), *luck(found)],
        command=command,
        figures=in_files([drawn]),
        uncertainty=[
            f"Spread between journeys: as far as {found.luck.journeys} journeys like it show it.",
            not_computed,
        ],
        texts={"answer.txt": plain(blocks), document.FILE: document.written(report)},
    )
    write_tables(out, tables_of(found), said)
