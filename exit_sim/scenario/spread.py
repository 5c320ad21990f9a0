"""How settings differ between organisations: evenly, about a mean, or as one of a few choices."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

from exit_sim.draws import normal_quantile
from exit_sim.elementary import clamp
from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import SETTABLE, Settable, Value
from exit_sim.scenario.stated import BANDS, PERFORMANCE, RATING, leaves, settings_in, taken
from exit_sim.scenario.toml_lines import Keys

FORMS = ("uniform", "normal", "choices")
PARTS = (*FORMS, "clip", "weights", "source")
JOINT = ("name", "settings", "weights")


class Even(NamedTuple):
    """Any value between two ends, each as likely."""

    name: str
    low: float
    high: float
    whole: bool

    def draw(self, u: float) -> dict[str, Value]:
        """Give the value at this share of the way from one end to the other.

        >>> Even("people.members", 1.0, 3.0, whole=True).draw(0.5)
        {'people.members': 2.0}
        """
        if self.whole:
            return {self.name: self.low + int(u * (self.high - self.low + 1.0))}
        return {self.name: clamp(self.low + u * (self.high - self.low), self.low, self.high)}


class Bell(NamedTuple):
    """Values about a mean, held between two ends."""

    name: str
    mean: float
    sd: float
    low: float
    high: float
    whole: bool

    def draw(self, u: float) -> dict[str, Value]:
        """Give the value below which this share of all values lies.

        >>> Bell("setting.caseload", 16.0, 2.0, 12.0, 22.0, whole=False).draw(0.0)
        {'setting.caseload': 12.0}
        """
        value = clamp(self.mean + self.sd * normal_quantile(u), self.low, self.high)
        return {self.name: float(int(value + 0.5)) if self.whole else value}


class Choices(NamedTuple):
    """A few choices of settings that go together, each with its weight."""

    choices: tuple[Mapping[str, Value], ...]
    weights: tuple[float, ...]

    def draw(self, u: float) -> dict[str, Value]:
        """Give the choice at this share of all the weights.

        >>> Choices(({"setting.cut": 0.0}, {"setting.cut": 0.02}), (1.0, 3.0)).draw(0.3)
        {'setting.cut': 0.02}
        """
        left = u * sum(self.weights)
        for choice, weight in zip(self.choices, self.weights, strict=True):
            if left < weight:
                return dict(choice)
            left -= weight
        return dict(self.choices[-1])


Spread = Even | Bell | Choices


def spreads_in(doc: Document) -> dict[int, Spread]:
    """Take every spread that a population states, by the purpose of its draws.

    Distributions have even purposes and joint ones odd, in the order in which they stand, so that
    one more at the end of either leaves all the others' draws as they were.
    """
    alone = list(_alone(doc))
    joint = [_joint(doc, number, table) for number, table in enumerate(doc.tables("joint"))]
    return {
        **{2 * number: spread for number, spread in enumerate(alone)},
        **{2 * number + 1: spread for number, spread in enumerate(joint)},
    }


def varied(spread: Spread) -> tuple[str, ...]:
    """Name the settings that a spread varies."""
    if isinstance(spread, Choices):
        return tuple(dict.fromkeys(name for choice in spread.choices for name in choice))
    return (spread.name,)


def _alone(doc: Document) -> Iterator[Spread]:
    for name, keys, raw in leaves(doc, doc.table("distribution"), ("distribution",)):
        if not isinstance(raw, dict):
            doc.refuse("is not a distribution", keys, raw, "write { uniform = [0.2, 0.6] }")
        doc.known(keys, raw, PARTS, "a part of a distribution")
        forms = [form for form in FORMS if form in raw]
        if len(forms) != 1:
            problem = "has no form" if not forms else "has more than one form"
            doc.refuse(problem, keys, None, "allowed: one of " + ", ".join(FORMS))
        yield _one(doc, keys, BANDS if name == RATING else SETTABLE[name], raw, forms[0])


def _one(doc: Document, keys: Keys, one: Settable, raw: Mapping[str, Any], form: str) -> Spread:
    for part, needs in (("clip", "normal"), ("weights", "choices")):
        if part in raw and form != needs:
            doc.refuse(f"goes with {needs} alone", (*keys, part), raw[part])
    where = (*keys, form)
    if form == "choices":
        values = [taken(doc, where, one, value) for value in _list(doc, where, raw[form])]
        weights = _weights(doc, (*keys, "weights"), raw.get("weights"), len(values))
        return _choices([_of(one, value) for value in values], weights)
    if one.words or one.flag:
        doc.refuse("is a matter of choices", where, raw[form], "write choices and weights")
    first, second = _pair(doc, where, raw[form])
    if form == "uniform":
        low, high = _ends(doc, where, one, (first, second))
        return Even(one.name, low, high, one.whole)
    if not second >= 0.0:
        doc.refuse("has a spread below 0", where, raw[form], "write normal = [mean, sd]")
    mean = taken(doc, where, one._replace(whole=False), first)
    low, high = one.low, one.high
    if "clip" in raw:
        low, high = _ends(doc, (*keys, "clip"), one, _pair(doc, (*keys, "clip"), raw["clip"]))
    return Bell(one.name, mean, second, low, high, one.whole)


def _of(one: Settable, value: Value) -> dict[str, Value]:
    return {one.name: value}


def _joint(doc: Document, number: int, table: Mapping[str, Any]) -> Spread:
    keys: Keys = ("joint", number)
    doc.known(keys, table, JOINT, "a part of a joint distribution")
    where = (*keys, "settings")
    found = _list(doc, where, table.get("settings"))
    if not all(isinstance(each, dict) for each in found):
        doc.refuse("is not a list of tables of settings", where, found)
    given = [settings_in(doc, each, (*where, place)) for place, each in enumerate(found)]
    weights = _weights(doc, (*keys, "weights"), table.get("weights"), len(found))
    return _choices([{name: one.value for name, one in each.items()} for each in given], weights)


def _choices(choices: list[dict[str, Value]], weights: list[float]) -> Choices:
    kept = [(c, w) for c, w in zip(choices, weights, strict=True) if w > 0.0]
    return Choices(tuple(c for c, _ in kept), tuple(w for _, w in kept))


def _list(doc: Document, keys: Keys, raw: Any) -> list[Any]:
    if not isinstance(raw, list) or not raw:
        doc.refuse("is not a list", keys, raw, "write [first, second]")
    return raw


def _pair(doc: Document, keys: Keys, raw: Any) -> tuple[float, float]:
    numbers = isinstance(raw, list) and len(raw) == 2 and all(map(_is_number, raw))
    if not numbers:
        doc.refuse("is not two numbers", keys, raw, "write [first, second]")
    return float(raw[0]), float(raw[1])


def _ends(
    doc: Document, keys: Keys, one: Settable, ends: tuple[float, float]
) -> tuple[float, float]:
    low, high = (taken(doc, keys, one, end) for end in ends)
    if low > high:
        doc.refuse("ends before it begins", keys, list(ends), "write [least, most]")
    return low, high


def _weights(doc: Document, keys: Keys, raw: Any, number: int) -> list[float]:
    if raw is None:
        return [1.0] * number
    good = isinstance(raw, list) and all(_is_number(one) and one >= 0 for one in raw)
    if not good or not sum(raw) > 0:
        doc.refuse("is not a list of weights", keys, raw, "allowed: numbers from 0, not all 0")
    if len(raw) != number:
        doc.refuse(f"has {len(raw)} weights for {number} choices", keys, raw)
    return [float(one) for one in raw]


def _is_number(raw: Any) -> bool:
    known = isinstance(raw, int | float) and not isinstance(raw, bool)
    return known and abs(raw) <= 1e9 and isfinite(raw)


def check(doc: Document, spreads: Mapping[int, Spread]) -> None:
    """Refuse a setting that two spreads vary; a rating is a performance."""
    seen: set[str] = set()
    for spread in spreads.values():
        names = {PERFORMANCE if name == RATING else name for name in varied(spread)}
        for name in sorted(names & seen):
            doc.refuse("is varied twice", (name,), None, "give it one distribution")
        seen |= names
