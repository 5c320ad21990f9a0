"""One pair of twins: where they part, and their two stories side by side."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.columns import spelled
from exit_sim.results.tables import MONTHS, columns_of, people_table
from exit_sim.story import tell
from exit_sim.story.sentence import in_words
from exit_sim.vocabulary import ORGANISATION, Happening, Role

if TYPE_CHECKING:
    from exit_sim.ledger import Event
    from exit_sim.results.run_record import Run
    from exit_sim.twins.divergence import Divergence, Parting
    from exit_sim.twins.study import Study


def apart(found: "Study", seed: int) -> Iterator[Block]:
    """Tell, for the first luck, where each option's journey parts from no change."""
    from exit_sim.ensemble.jobs import Job
    from exit_sim.results.many import replays
    from exit_sim.twins.divergence import divergence

    unit = found.units.one(0)
    jobs = [Job(option.of(unit.scenario), unit.seed) for option in found.options]
    runs = replays(jobs, people=True)
    for side, option in enumerate(found.options[1:], 1):
        yield Heading(f"One pair of twins, seed {seed}: no change, and {option.label}", top=True)
        yield Words("One of many possible journeys: what happens here is no finding.", beneath=True)
        if runs[0].roles != runs[side].roles:
            yield Words("The two have other posts, so where they part is not told.")
        else:
            yield Words(" ".join(parting(divergence(runs[0], runs[side]), runs[0])))
        yield Grid(["no change", option.label], side_by_side(runs[0], runs[side]), (0, 1))


def parting(found: "Divergence", run: "Run") -> list[str]:
    """Say where two journeys part: the first number, and the first thing that happened otherwise.

    Each sentence stands alone; where nothing differs, one sentence says so.
    """
    if found.number is None and found.event is None:
        return ["Nothing differs: the change was never felt in this journey."]
    said = []
    if found.number is not None:
        said.append(_number(found.number))
    if found.event is not None:
        month = in_words(found.event.month)
        here, there = (_happened(one, run) for one in found.event[1:])
        said.append(f"What first happens otherwise, in {month}: under no change {here}.")
        said.append(f"With the option {there}.")
    return said


def _number(found: "Parting") -> str:
    who, table = "the organisation", MONTHS
    if found.role != ORGANISATION:
        role = Role(found.role)
        who, table = f"{spelled(role)} {found.post + 1}", people_table(role)
    labels = {column.name: column.label for column in columns_of(table)}
    field = found.field
    what = labels.get(field) or labels.get(f"holder.{field}") or field
    return (
        f"They part in {in_words(found.month)}, as {found.does}: for {who}, «{what}» is "
        f"{found.here:.4g} under no change and {found.there:.4g} with the option."
    )


def _happened(event: "Event | None", run: "Run") -> str:
    if event is None:
        return "nothing more happens that month"
    who = "the organisation"
    if event.who >= 0:
        role = run.roles[event.who]
        who = f"{spelled(role)} {event.who - run.roles.index(role) + 1}"
    return f"it is «{spelled(Happening(event.kind))}», {who}"


def side_by_side(here: "Run", there: "Run") -> list[list[str]]:
    """Give two stories section by section, in two columns."""
    stories = [tell(run) for run in (here, there)]
    rows = [[story.headline.text for story in stories]]
    titles = dict.fromkeys(section.title for story in stories for section in story.sections)
    for title in titles:
        row = []
        for story in stories:
            said = [s for section in story.sections if section.title == title for s in section[1]]
            text = " ".join(sentence.text for sentence in said)
            row.append(f"{title}. {text}" if text else "")
        rows.append(row)
    return rows
