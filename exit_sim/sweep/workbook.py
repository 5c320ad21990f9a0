"""What came of a sweep is summed up for a spreadsheet: by point and option, and pair by pair."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exit_sim import __version__
from exit_sim.errors import BadInput
from exit_sim.results.columns import Column
from exit_sim.results.folder import STANDING
from exit_sim.sweep.exporting import appearing
from exit_sim.sweep.precise import complete
from exit_sim.sweep.reading import columns_of
from exit_sim.sweep.rows import JOURNEYS
from exit_sim.sweep.standing import Standing
from exit_sim.twins.outcomes import OUTCOMES, Outcome
from exit_sim.twins.pairs import HIGH, LOW, half_width, paired

if TYPE_CHECKING:
    import pandas as pd

EXTRA = "pip install 'exit_sim[office]'"
MOST_ROWS = 100_000
"""Rows of results in a sheet, beyond which nobody reads it."""

READ_ME = (
    "Each row of results is one outcome at one point under one option.",
    "n counts the runs that have the outcome; runs that failed or do not have it are left out.",
    "Spread between journeys, low_spread to high_spread: luck; 8 of 10 runs lie within it.",
    "It does not shrink with more runs.",
    "Simulation error, half_width_simulation: the mean is known to within so much, in the model.",
    "It shrinks with more runs, and says nothing about the world.",
    "Differences are from no change, pair by pair: paired runs with common random numbers.",
    "Their simulation error is their own. It does not follow from those of the two means.",
    "Not computed: the range over plausible settings, and rival forms.",
)

Told = Callable[[int], None]


def export_xlsx(standing: Standing, where: Path, told: Told) -> None:
    """Write the summary; ``told`` is told how many outcomes are done.

    Raises:
        BadInput: what it takes is not installed, no round is complete, or it would be too long.
        CannotKeep: the system refused.
    """
    try:
        import openpyxl
    except ImportError:
        problem = "needs openpyxl, which is not installed"
        raise BadInput(problem, key="--to", value="xlsx", allowed=EXTRA) from None
    import pandas as pd

    outcomes = summed_up(standing)
    rounds = _rounds(standing, outcomes)
    columns = standing.store.columns()[JOURNEYS]
    sheets = {
        "read me": pd.DataFrame({"read me": list(_read_me(standing, rounds))}),
        "results": pd.DataFrame(_results(standing, outcomes, rounds, told)),
        "columns": pd.DataFrame([one._asdict() for one in columns], columns=Column._fields),
        "assumptions": _settings(standing),
    }
    with appearing(where) as part, pd.ExcelWriter(part, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            safe(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for number, head in enumerate(frame.columns, start=1):
                letter = openpyxl.utils.get_column_letter(number)
                width = 100 if name == "read me" else max(12, len(str(head)) + 2)
                writer.sheets[name].column_dimensions[letter].width = width


def summed_up(standing: Standing) -> list[Outcome]:
    """Which outcomes of a sweep are summed up: those by which options are compared."""
    return [each for each in OUTCOMES if each.column in standing.store.plan["outcomes"]]


def _settings(standing: Standing) -> "pd.DataFrame":
    """Read every setting, with its source."""
    import pandas as pd

    try:
        return pd.read_csv(standing.folder / "settings.csv")
    except (OSError, ValueError):
        problem, allowed = "holds no settings.csv that can be read", f"{standing.resume()} makes it"
        raise BadInput(problem, file=str(standing.folder), allowed=allowed) from None


def _rounds(standing: Standing, outcomes: list[Outcome]) -> int:
    """How many rounds are complete, of a sweep that a sheet can sum up."""
    plan = standing.store.plan
    rows = plan["points"] * len(plan["options"]) * len(outcomes)
    folder, instead = str(standing.folder), "export --to csv or parquet instead"
    if not outcomes:
        problem = "keeps none of the outcomes by which options are compared"
        raise BadInput(problem, file=folder, allowed=instead)
    if rows > MOST_ROWS:
        problem = f"makes {rows:,} rows of results, and a sheet takes {MOST_ROWS:,} at most"
        raise BadInput(problem, file=folder, allowed=instead)
    rounds = complete(standing.store, standing)
    if not rounds:
        problem = "has no round that is complete, and what is not complete does not count"
        raise BadInput(problem, file=folder, allowed=f"go on with it: {standing.resume()}")
    return rounds


def _results(
    standing: Standing, outcomes: list[Outcome], rounds: int, told: Told
) -> list[dict[str, Any]]:
    """One row for each point, option and outcome, in this order."""
    options = standing.store.plan["options"]
    inputs = _inputs(standing)
    found: list[tuple[tuple[int, int, int], dict[str, Any]]] = []
    for number, outcome in enumerate(outcomes):
        for point, lucks in enumerate(_came(standing, outcome.column, rounds)):
            for side, option in enumerate(options):
                row = {"point": point, "option": option, **inputs.get((point, option), {})}
                row |= {"outcome": outcome.column, "what it says": outcome.says}
                row |= _level(outcome, lucks[:, side])
                row |= _difference(outcome, lucks, side)
                found.append(((point, side, number), row))
        told(number + 1)
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def _level(outcome: Outcome, values: NDArray[np.float64]) -> dict[str, Any]:
    known = values[~np.isnan(values)]
    if not len(known):
        return {"n": 0}
    mean = float(known.mean())
    low, high = np.percentile(known, (LOW, HIGH))
    return {
        "n": len(known),
        "mean": mean,
        "low_spread": float(low),
        "high_spread": float(high),
        "half_width_simulation": half_width(known - mean, outcome.matters),
    }


def _difference(outcome: Outcome, lucks: NDArray[np.float64], side: int) -> dict[str, Any]:
    if not side:
        return {}
    pair = paired(outcome, lucks[:, 0], lucks[:, side])
    return {
        "pairs": pair.pairs,
        "difference": pair.difference,
        "difference_low_spread": pair.spread_low,
        "difference_high_spread": pair.spread_high,
        "difference_half_width_simulation": pair.simulation,
    }


def _inputs(standing: Standing) -> dict[tuple[int, str], dict[str, Any]]:
    """Give what points set, by point and option, which may set it otherwise."""
    names = standing.store.plan["names"]
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for part in standing.parts(JOURNEYS) if names else ():
        rows = columns_of(part, ["point", "option", *names]).to_pandas()
        for row in rows.drop_duplicates(["point", "option"]).to_dict("records"):
            found.setdefault((row["point"], row["option"]), {name: row[name] for name in names})
    return found


def _came(standing: Standing, column: str, rounds: int) -> NDArray[np.float64]:
    """Give one outcome, (points, replicates, options), of complete rounds; missing is NaN."""
    options = len(standing.store.plan["options"])
    last = standing.rounds[rounds - 1].last
    known = np.full((standing.store.plan["points"], last, options), np.nan)
    counted = {shard.number for shard in standing.shards if shard.round < rounds}
    for part in standing.parts(JOURNEYS):
        if part.shard in counted:
            table = columns_of(part, ["point", "replicate", column])
            which = [table[name].to_numpy()[::options] for name in ("point", "replicate")]
            known[which[0], which[1]] = table[column].to_numpy().reshape(-1, options)
    return known


def _read_me(standing: Standing, rounds: int) -> Iterator[str]:
    plan = standing.store.plan
    yield str(plan["about"].get("title", plan["name"]))
    yield from (plan["about"][part] for part in ("question", "source") if part in plan["about"])
    lucks = standing.rounds[rounds - 1].last
    yield f"{plan['points']} points, {len(plan['options'])} options, {lucks} runs of each."
    yield from STANDING
    yield from READ_ME
    yield "Columns: every column that a run has. Assumptions: every setting, with its source."
    yield f"exit_sim {__version__}, theory {plan['version']}, plan {standing.store.name}"


def safe(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Write an apostrophe before texts that a spreadsheet would take for a formula.

    >>> import pandas as pd
    >>> safe(pd.DataFrame({"+a": ["=1+1", "-", "fine"]})).values.tolist()
    [["'=1+1"], ["'-"], ['fine']]
    """
    found = frame.rename(columns=_safe)
    for at in range(found.shape[1]):
        found.isetitem(at, found.iloc[:, at].map(_safe, na_action="ignore").array)
    return found


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"} else value
