"""One run of a sweep is found by its key, lived again, and told: its error too, if it failed."""

import traceback
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.results.folder import repeatable
from exit_sim.results.read_off import read_off
from exit_sim.results.tables import MONTHS
from exit_sim.scenario import Scenario
from exit_sim.sweep.checking import Checker
from exit_sim.sweep.keys import KEY_LETTERS
from exit_sim.sweep.reading import columns_of, table_of
from exit_sim.sweep.reliving import Lived, again, differing, held
from exit_sim.sweep.rows import JOURNEYS, RAISED
from exit_sim.sweep.shard import recorded
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import Part

FEWEST_LETTERS = 6


class Found(NamedTuple):
    """A run as it stands, and how many rows have its key: those of the same settings and seed."""

    lived: Lived
    rows: int


def find(checker: Checker, key: str) -> Found:
    """Find a run by its key, or by the first letters of it.

    Raises:
        BadInput: there is none, or they begin several keys.
    """
    if not FEWEST_LETTERS <= len(key) <= KEY_LETTERS:
        problem, allowed = "is no key", "allowed: a run_key, or its first letters, at least 6"
        raise BadInput(problem, key="--run", value=key, allowed=allowed)
    standing, met = checker.standing, list[tuple[Part, int, str]]()
    for part in standing.parts(JOURNEYS):
        keys = columns_of(part, ["run_key"])["run_key"].to_pylist()
        met += [(part, place, one) for place, one in enumerate(keys) if one.startswith(key)]
    if not met:
        problem = "is the key of no run that is there"
        allowed = "allowed: what stands in the column run_key"
        raise BadInput(problem, key="--run", value=key, allowed=allowed)
    if len({one for _, _, one in met}) > 1:
        problem = "begins the keys of several runs"
        raise BadInput(problem, key="--run", value=key, allowed="give more of its letters")
    part, place, _ = met[0]
    rows = table_of(part).to_pylist()
    months = next((one for one in _months(standing) if one.shard == part.shard), None)
    table = table_of(months) if months is not None else None
    return Found(held(checker, part.shard, rows, table, [place])[0], len(met))


def _months(standing: Standing) -> list[Part]:
    return standing.parts(MONTHS) if MONTHS in standing.store.tables else []


def compared(checker: Checker, lived: Lived) -> list[str]:
    """Live a run again, and name what is not the same.

    Raises:
        Refused: rules are others than those of the plan.
    """
    ((row, months),) = again(checker, [lived])
    return differing(lived, row, months)


def error_of(checker: Checker, lived: Lived) -> str:
    """Live a run again that came to an error, and give where it did; nothing if it does not."""
    from exit_sim.ensemble.jobs import Job

    if lived.row["status"] != RAISED:
        return ""
    job = Job(checker.scenario(lived.row), lived.row["seed"])
    try:
        read_off(recorded([job], checker.plan["columns"]))
    except Exception:  # noqa: BLE001  whatever it is, it is what was asked for
        return traceback.format_exc()
    return ""


def alone(checker: Checker, lived: Lived) -> str:
    """The command that tells the story of this run, if its settings can be given in one."""
    scenario = checker.scenario(lived.row)
    usual = Scenario.load("baseline").values
    sets = [
        f'{name}="{value}"' if isinstance(value, str) else f"{name}={value!r}"
        for name, value in scenario.values.items()
        if value != usual[name]
    ]
    if Scenario.load("baseline", sets=sets).canonical() != scenario.canonical():
        return ""
    words = [word for one in sets for word in ("--set", one)]
    return repeatable(["run", "baseline", *words, "--seed", str(lived.row["seed"])])
