"""What may be taken away: an organisation as a scenario file that the command line reads."""

from exit_sim.errors import shown
from exit_sim.live.address import Experiment
from exit_sim.report.document import Report
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import RATING


def toml(of: Experiment, command: str = "") -> str:
    """Write what is compared as a scenario of one's own, and below it the options."""
    lines = ["# An organisation as it was described on the live page: what no change means."]
    if of.of in Population.names():
        lines = [f"# {of.of} is a population that ships, and needs no file. This is its baseline."]
    if command:
        lines += ["# With this file beside you, the same comparison:", f"# {command}"]
    extends = "baseline" if of.of in Population.names() else of.of
    lines += ["", f"extends = {shown(extends)}", "", "[about]", 'title = "As described"']
    lines += ['says = "Described on the live page."', 'invented = "Everything."']
    groups: dict[str, list[str]] = {}
    for name, value in of.is_like:
        group, key = name.rsplit(".", 1)
        words = name == RATING or SETTABLE[name].words or value in {"held", "off"}
        groups.setdefault(group, []).append(f"{key} = {shown(value) if words else value}")
    for group, said in groups.items():
        lines += ["", f"[{group}]", *said]
    return "\n".join(lines) + "\n"


def says(report: Report) -> str:
    """Say in a sentence what was found, for those who hear a page."""
    return f"Answer: {report.brief.answer}"
