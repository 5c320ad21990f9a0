"""The live page answers as the command line does: the same options, words, figures and report."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from exit_sim.commands.compared import Asked, asks, check, options_of
from exit_sim.commands.keeping_what_if import drawn, reported
from exit_sim.commands.telling_what_if import Answered, told
from exit_sim.commands.what_if import outcomes
from exit_sim.figures import svg
from exit_sim.live.answers import Answer, Answering, Compared
from exit_sim.report.cells import safe
from exit_sim.results.paired_tables import differences
from exit_sim.results.table_files import as_csv
from exit_sim.twins.accepted import units_at

if TYPE_CHECKING:
    from exit_sim.figures.drawn import Drawn
    from exit_sim.live.address import Experiment
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population
    from exit_sim.twins.study import Study

FILE = "described.toml"
"""What an organisation is kept as by who asks the command line the same."""


def _asked(of: "Experiment") -> Asked:
    name = FILE if of.is_like else of.of
    sets = [f"{key}={value}" for key, value in of.sets]
    return Asked([name], of.changes, sets, of.together, of.seed, None, of.precision, None)


def compare(of: "Experiment", base: "Scenario | Population") -> Compared:
    """Make options of an experiment."""
    asked = _asked(of)
    check(asked)
    units = units_at(base, None, of.seed)
    options = options_of(asked, units)
    return Compared(of, base, units, options, asks(asked, options), outcomes())


def tell(found: Compared, came: "Study", look: Callable[[], None]) -> Answer:
    """Tell what was found; the command that is said lives through as many pairs again."""
    asked = _asked(found.of)._replace(runs=came.pairs, precision=None)
    of = Answered(came, [None] * len(found.options), found.of.seed, found.asks)
    figures = drawn(of)
    files = files_of(figures, look)
    look()
    report = reported(of, list(told(of)), figures, asked.command())
    table = differences(came, of.over)
    rows = [[safe(v) if isinstance(v, str) else v for v in row] for row in table.rows]
    csv = as_csv([column.name for column in table.columns], rows)
    return Answer(found.of, report, files, csv, came.pairs, came.precise)


def files_of(
    figures: "Sequence[Drawn]", look: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Give the files of figures that a page shows, in lines and numbers."""
    files = {}
    for one in figures:
        look()
        files[f"{one.name}.svg"] = svg(one)
        files[f"{one.name}.csv"] = as_csv(one.table.columns, one.table.rows)
    return files


ANSWERING = Answering(compare, tell)
