"""Where a finding flips: the few conditions that best tell where it holds from where not."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.propositions.judged import Finding
from exit_sim.analysis.propositions.levels import Row
from exit_sim.analysis.propositions.verdicts import signed
from exit_sim.errors import BadInput
from exit_sim.scenario.settable import SETTABLE

DEPTH = 2
"""Conditions that are looked for, one upon the other: more could not be told from luck."""

SMALLEST = 0.1
"""Smallest share of sets that a condition may set apart."""

GAIN = 0.05
"""How much oftener conditions must be right than a guess of the commoner case, on unseen sets."""

FOLDS = 10


class Box(NamedTuple):
    """Conditions that hold together, in words; how many sets meet them, in how many it holds."""

    conditions: tuple[str, ...]
    sets: int
    holds: float


class Flips(NamedTuple):
    """Where a finding holds and where it does not; no boxes where nothing tells them apart.

    ``right`` is how often the conditions are right on sets that they were not learned from,
    ``usual`` how often the commoner case would be.
    """

    boxes: tuple[Box, ...]
    right: float
    usual: float

    def words(self) -> str:
        """Say it in a sentence.

        >>> Flips((Box(("setting.cut above 0.01",), 40, 0.9), Box((), 60, 0.2)), 0.8, 0.6).words()
        'holds mostly where setting.cut above 0.01 (90 of 100 of 40 sets)'
        """
        if not self.boxes:
            return "no few conditions tell where it holds"
        best = max(self.boxes, key=lambda box: box.holds)
        where = " and ".join(best.conditions) or "nothing else is asked"
        much = "mostly" if best.holds >= 0.5 else "oftenest"
        return f"holds {much} where {where} ({100 * best.holds:.0f} of 100 of {best.sets} sets)"


def flips(found: Finding, rows: Sequence[Row]) -> Flips:
    """Find where a finding holds, by a small tree over the settings of the sets.

    Source: classification trees, Breiman et al. 1984, by scikit-learn.

    Raises:
        BadInput: scikit-learn is not installed.
    """
    try:
        from sklearn.model_selection import cross_val_score
        from sklearn.tree import DecisionTreeClassifier
    except ImportError:
        problem, allowed = "needs scikit-learn", "install it with pip install 'exit_sim[sweep]'"
        raise BadInput(problem, key="flips where", allowed=allowed) from None
    of = found.estimand
    known = ~np.isnan(found.effects)
    toward = np.array([signed(of, effect) for effect in found.effects[known]])
    holds = toward >= of.smallest
    usual = max(holds.mean(), 1.0 - holds.mean()) if len(holds) else np.nan
    few = min(int(holds.sum()), int((~holds).sum()))
    if few < FOLDS:
        return Flips((), np.nan, float(usual))
    names, inputs = _inputs([row for row, yes in zip(rows, known, strict=True) if yes])
    tree = DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=max(2, int(SMALLEST * len(holds))), random_state=1
    )
    right = float(cross_val_score(tree, inputs, holds, cv=FOLDS).mean())
    if right < usual + GAIN:
        return Flips((), right, float(usual))
    tree.fit(inputs, holds)
    return Flips(tuple(_boxes(tree.tree_, names)), right, float(usual))


def _inputs(rows: Sequence[Row]) -> tuple[list[str], NDArray[np.float64]]:
    """Each setting that sets differ in, a column; each word of one, a column of yes and no."""
    names: list[str] = []
    columns: list[list[float]] = []
    for name in SETTABLE:
        values = [row.get(name) for row in rows]
        words = sorted({value for value in values if isinstance(value, str)})
        if words:
            names += [f"{name} is {word!r}" for word in words]
            columns += [[float(value == word) for value in values] for word in words]
        elif any(value is not None for value in values):
            names.append(name)
            usual = float(np.mean([float(value) for value in values if value is not None]))
            columns.append([usual if value is None else float(value) for value in values])
    return names, np.array(columns).T


def _boxes(tree: object, names: list[str]) -> list[Box]:
    """Read the leaves of a tree as conditions."""
    found: list[Box] = []

    def walk(node: int, conditions: tuple[str, ...]) -> None:
        left, right = tree.children_left[node], tree.children_right[node]  # type: ignore[attr-defined]
        if left == right:
            number = int(tree.n_node_samples[node])  # type: ignore[attr-defined]
            share = tree.value[node][0]  # type: ignore[attr-defined]
            found.append(Box(conditions, number, float(share[1] / share.sum())))
            return
        name = names[tree.feature[node]]  # type: ignore[attr-defined]
        at = float(tree.threshold[node])  # type: ignore[attr-defined]
        below, above = (f"{name} below {at:.3g}", f"{name} above {at:.3g}")
        if " is " in name:
            below, above = name.replace(" is ", " is not "), name
        walk(left, (*conditions, below))
        walk(right, (*conditions, above))

    walk(0, ())
    return found
