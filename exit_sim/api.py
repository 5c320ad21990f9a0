"""For notebooks and other programs: one organisation, many, twins, fragility, and one point.

>>> from exit_sim.api import Scenario, ensemble
>>> found = ensemble(Scenario.load("council_business_case"), seeds=range(1, 3))
>>> list(found["seed"])
[1, 2]
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exit_sim.analysis.fragility.tables import tables_of
from exit_sim.analysis.fragility.whole import Fragility, fragility
from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput, nearest
from exit_sim.results.journeys import outcome_columns
from exit_sim.results.many import Told, journeys_of
from exit_sim.results.run_record import Run, simulate
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import units_at
from exit_sim.twins.outcomes import BY_COLUMN, OUTCOMES
from exit_sim.twins.study import Option, Study, study

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Fragility",
    "Population",
    "Run",
    "Scenario",
    "Study",
    "ensemble",
    "evaluate",
    "fragility",
    "frames",
    "members",
    "simulate",
    "twins",
]

Points = Scenario | str | Sequence[Scenario]


def ensemble(
    scenarios: Points,
    seeds: Iterable[int] = range(1, 101),
    columns: Sequence[str] | None = None,
    *,
    threads: int = 0,
    done: Told | None = None,
) -> "pd.DataFrame":
    """Run every scenario with every seed, and give one row a run: inputs, then outcomes.

    ``scenarios`` is one, by name or as it is, or several. Inputs are all settings in which the
    scenarios differ or which are not the baseline's. ``columns`` names outcomes; all by default.

    Raises:
        BadInput: a scenario or a column that is none.
        ValueError: a seed that is none.

    >>> found = ensemble("council_business_case", seeds=[1, 2], columns=["ending"])
    >>> list(found.columns[:3])
    ['scenario', 'changes', 'seed']
    """
    import pandas as pd

    _check(columns)
    every = [scenarios] if isinstance(scenarios, Scenario | str) else list(scenarios)
    known = [each if isinstance(each, Scenario) else Scenario.load(each) for each in every]
    jobs = [Job(scenario, int(seed)) for scenario in known for seed in list(seeds)]
    came = journeys_of(jobs, columns, threads=threads, done=done)
    return pd.DataFrame(_keys(jobs) | _inputs(jobs) | came)


def members(
    population: Population | str,
    number: int = 100,
    seed: int = 1,
    columns: Sequence[str] | None = None,
    *,
    level: str | None = None,
) -> "pd.DataFrame":
    """Run the first members of a population, each with a luck of its own; one row a member.

    Members are under accepted sets of settings in turn, unless ``level`` is ``baseline`` or there
    are none.

    >>> found = members("reference", 3, columns=["sustained_any"])
    >>> len(found), "receptivity.culture" in found
    (3, True)
    """
    import pandas as pd

    _check(columns)
    known = population if isinstance(population, Population) else Population.load(population)
    units = units_at(known, level, seed)
    jobs = [units.one(member) for member in range(number)]
    return pd.DataFrame(_keys(jobs) | _inputs(jobs) | journeys_of(jobs, columns))


def twins(
    of: Scenario | Population | str,
    *changes: str | Mapping[str, Any],
    runs: int | None = None,
    precision: float | None = 0.02,
    seed: int = 1,
    columns: Sequence[str] | None = None,
    level: str | None = None,
) -> Study:
    """Compare changes with no change by the same luck: paired runs with common random numbers.

    A change is one by name, with options, or settings by dotted name. ``runs`` says how many pairs;
    else as many as the ``precision`` takes. Members of a population are under accepted sets of
    settings in turn, unless ``level`` is ``baseline`` or there are none. The study's ``paired``
    compares one outcome, its ``frame`` gives one row a unit and option.

    >>> found = twins("council_business_case", "taper", runs=4)
    >>> found.pairs, [option.label for option in found.options]
    (4, ['no change', 'taper'])
    """
    if isinstance(of, str):
        of = Population.load(of) if of in Population.names() else Scenario.load(of)
    units = units_at(of, level, seed)
    outcomes = OUTCOMES if columns is None else [BY_COLUMN[name] for name in columns]
    wanted = None if runs is not None else precision
    options = [_option(change) for change in changes]
    return study(units, options, outcomes, runs=runs, precision=wanted)


def _option(change: str | Mapping[str, Any]) -> Option:
    if isinstance(change, str):
        return Option(change, lambda scenario: scenario.changed(change))
    label = ", ".join(f"{name}={value}" for name, value in change.items())
    return Option(label, lambda scenario: scenario.with_(dict(change)))


def frames(found: Fragility) -> "dict[str, pd.DataFrame]":
    """Give what a study of fragility found as data frames, by name; None is NaN.

    >>> frames.__annotations__["found"] is Fragility
    True
    """
    import pandas as pd

    return {
        table.name: pd.DataFrame(table.rows, columns=[column.name for column in table.columns])
        for table in tables_of(found)
    }


def evaluate(
    point: Mapping[str, Any], seed: int = 1, scenario: Scenario | str = "baseline"
) -> dict[str, Any]:
    """Run one point of settings by dotted name, and give its outcomes by name.

    This is what SALib, the EMA Workbench and optimisers call; NaN and None stand for missing.

    >>> found = evaluate({"receptivity.culture": 0.6}, seed=3)
    >>> found["sustained_any"] in {0.0, 1.0}
    True
    """
    known = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    (job,) = [Job(known.with_(dict(point)), seed)]
    return {name: _plain(values[0]) for name, values in journeys_of([job]).items()}


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _check(columns: Sequence[str] | None) -> None:
    names = outcome_columns()
    for name in columns or ():
        if name not in names:
            problem, meant = "is not an outcome", nearest(name, names)
            raise BadInput(problem, key=name, suggestion=meant)


def _keys(jobs: Sequence[Job]) -> dict[str, list[Any]]:
    return {
        "scenario": [job.scenario.name for job in jobs],
        "changes": [" ".join(job.scenario.changes) for job in jobs],
        "seed": [job.seed for job in jobs],
    }


def _inputs(jobs: Sequence[Job]) -> dict[str, list[Any]]:
    """Settings in which runs differ from one another or from the baseline."""
    usual = Scenario.load("baseline").given
    scenarios = {id(job.scenario): job.scenario for job in jobs}
    differ = [
        name
        for name in usual
        if any(each.given[name].value != usual[name].value for each in scenarios.values())
    ]
    return {name: [job.scenario.given[name].value for job in jobs] for name in differ}
