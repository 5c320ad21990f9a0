"""What is kept of options against no change: every pair, every difference, text and figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.commands.pictures import in_files
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import Block, plain
from exit_sim.commands.telling_among import Part, parts, rows
from exit_sim.commands.telling_sure import left_out
from exit_sim.commands.telling_twins import Pair, at_length
from exit_sim.commands.telling_what_if import TWINS, Answered, answer, headline
from exit_sim.figures import paired
from exit_sim.figures.among import Kinds, Mark, Row, among
from exit_sim.report import document
from exit_sim.report.document import Report
from exit_sim.report.what_if import Kind, WhatIf, report
from exit_sim.results.folder import Said, write_tables
from exit_sim.results.paired_tables import breakdown, differences, pairs
from exit_sim.story.sentence import counted
from exit_sim.twins.ranges import said_over
from exit_sim.twins.uncertainty import uncertainties

if TYPE_CHECKING:
    from exit_sim.figures.drawn import Drawn
    from exit_sim.twins.study import Study


def keep(
    of: Answered, told: Sequence[Pair], out: Path, command: str, blocks: Sequence[Block]
) -> None:
    """Keep a study as a folder that explains itself, with the stories of one pair an option."""
    found, figures = of.study, drawn(of)
    tables = [differences(found, of.over), pairs(found)]
    by_kind = list(rows(found))
    tables += [breakdown(found, by_kind)] if by_kind else []
    texts = {
        "answer.txt": plain(blocks),
        document.FILE: document.written(reported(of, blocks, figures, command)),
    }
    if told:
        texts["pair.txt"] = plain([block for pair in told for block in at_length(pair)])
    said = Said(
        question=" ".join([f"{found.units.title}.", *filter(None, of.asks)]),
        answer=[
            f"{found.options[side].label}: {sentence}"
            for side in of.sides
            for sentence in answer(of, side)
        ],
        command=command,
        figures=in_files(figures),
        uncertainty=[
            TWINS,
            f"{_rests(found)}; answer.txt says how sure it is.",
            *filter(None, [found.units.remark]),
            *_left_out(of),
        ],
        texts=texts,
    )
    write_tables(out, tables, said)


def reported(
    of: Answered, blocks: Sequence[Block], figures: "Sequence[Drawn]", command: str
) -> Report:
    """Make a report of a study and of what was told of it."""
    found = of.study
    return report(
        WhatIf(
            found,
            of.over,
            of.asks,
            [headline(of, side) for side in of.sides],
            [
                [Kind(part.group.by, part.group.kind, part.lasts) for part in parts(found, side)]
                for side in of.sides
            ],
            blocks,
            figures,
            _left_out(of),
            again(command),
            sources(found.units.one(0).scenario),
        )
    )


def _rests(found: "Study") -> str:
    """Say on how many pairs an answer rests, and over how many sets."""
    units = "organisations" if found.units.population else "journeys"
    return f"Rests on {counted(found.pairs, 'pair')} of {units}{said_over(len(found.units.sets))}"


def keep_pair(of: Answered, out: Path, command: str, text: str) -> None:
    """Keep one pair: what came of both sides, where they part, and their stories."""
    said = Said(
        question=" ".join([f"{of.study.units.title}.", *filter(None, of.asks)]),
        answer=[f"{TWINS} This is one pair, and no finding."],
        command=command,
        texts={"pair.txt": text},
    )
    write_tables(out, [pairs(of.study)], said)


def _left_out(of: Answered) -> list[str]:
    """Which of the four uncertainties were not computed."""
    names = left_out(of.study, of.over)
    return [f"Not computed: the {', and '.join(names)} of the theory."] if names else []


def drawn(of: Answered) -> "list[Drawn]":
    """Draw two figures for each option: what it changes, and among which organisations."""
    figures = []
    for side in of.sides:
        figures.append(_differences(of, side))
        kinds = parts(of.study, side)
        if kinds:
            figures.append(_among(of, side, kinds))
    return figures


def _differences(of: Answered, side: int) -> "Drawn":
    found = of.study
    bars = []
    for outcome in found.outcomes:
        one = found.paired(outcome, side)
        if not one.pairs:
            continue
        known = uncertainties(one, of.over[side - 1])
        bars.append(
            paired.Bar(
                outcome.says,
                one.no_change,
                one.option,
                one.difference,
                one.simulation,
                (known.spread.low, known.spread.high),
                None if known.plausible is None else (*known.plausible,),
                one.helped,
                one.harmed,
                outcome.flag,
            )
        )
    asked = paired.Asked(
        f"option_{side}",
        found.options[side].label,
        found.units.title,
        found.pairs,
        found.units.population,
        headline(of, side),
        said_over(len(found.units.sets)),
    )
    return paired.difference(asked, bars)


def _among(of: Answered, side: int, kinds: Sequence[Part]) -> "Drawn":
    label = of.study.options[side].label
    order = sorted(kinds, key=lambda part: part.lasts.difference)
    least, most = (
        f"{100.0 * part.lasts.difference:+.0f} of 100 ({part.group.by}: {part.group.kind})"
        for part in (order[0], order[-1])
    )
    return among(
        Kinds(
            name=f"option_{side}_among",
            sentence=f"The difference in what lasts goes from {least} to {most}.",
            below=f"{of.study.units.title}: {label}, against no change",
            number=f"{of.study.pairs} pairs of organisations by the same luck"
            f"{said_over(len(of.study.units.sets))}",
            axis="of 100 organisations of each kind, how many last two years after the pilot",
            marks=(Mark("no change", "no_change"), Mark("with the option", "option")),
            sure=1,
            error="the difference",
            besides=("difference", "helped", "harmed"),
        ),
        [
            Row(
                part.group.by,
                part.group.kind,
                part.lasts.pairs,
                (part.lasts.no_change, part.lasts.option),
                part.lasts.simulation,
                (part.lasts.difference, part.lasts.helped, part.lasts.harmed),
            )
            for part in kinds
        ],
    )
