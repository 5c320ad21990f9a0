"""The columns of the tables that a first look at a sweep keeps."""

from typing import Annotated, NamedTuple

from exit_sim.results.columns import Text
from exit_sim.results.paired_tables import Amount, Number
from exit_sim.vocabulary import HUGE, Share, Unit

Index = Annotated[float | None, Unit("share of variance", -HUGE, HUGE)]
Error = "half-width of its simulation error, 95 %"


class OfOption(NamedTuple):
    """Which option and outcome."""

    option: Annotated[str, Text("name"), "option; the first is no change"]
    outcome: Annotated[str, Text("name"), "outcome: a column of journeys"]


class OverPoints(NamedTuple):
    """How far means of points lie apart, drawn together by what luck adds to that."""

    low_points: Annotated[Amount, "10th percentile of points' means"]
    high_points: Annotated[Amount, "90th percentile of points' means"]
    holds_points: Annotated[Share | None, "share of points with the sign of the mean over all"]


class AtLevel(NamedTuple):
    """What came of it over all points."""

    runs: Annotated[Number, "runs that count"]
    missing: Annotated[Number, "runs in which it is missing, or that failed"]
    mean: Annotated[Amount, "mean over points and lucks"]
    half_width_simulation: Annotated[Amount, Error]
    low_spread: Annotated[Amount, "10th percentile of single runs: luck and settings"]
    high_spread: Annotated[Amount, "90th percentile of single runs: luck and settings"]


class OfSubject(NamedTuple):
    """What is looked at."""

    outcome: Annotated[str, Text("name"), "outcome: a column of journeys"]
    option: Annotated[str, Text("name"), "option; the first is no change"]
    what: Annotated[str, Text("word"), "level, or difference from no change by the same luck"]


class Apart(NamedTuple):
    """Shares of the variance between runs: settings and luck; they add up to 1."""

    variance: Annotated[Amount, "variance between runs"]
    settings: Annotated[Share | None, "share of settings: points differ in their true means"]
    luck: Annotated[Share | None, "share of luck that is good or bad at every point alike"]
    turned: Annotated[Share | None, "share of luck that is good at one point, bad at another"]
    settings_half_width_simulation: Annotated[Share | None, "half-width of settings', 95 %"]


class AtBin(NamedTuple):
    """A setting, and one of its values or a range of them."""

    setting: Annotated[str, Text("name"), "setting"]
    value: Annotated[str, Text(), "value, or from where to where"]
    low: Annotated[Amount, "least value in it; empty for words"]
    high: Annotated[Amount, "greatest value in it; empty for words"]


class AtBesides(NamedTuple):
    """Another setting, and one of its values or a range of them."""

    other: Annotated[str, Text("name"), "the other setting"]
    other_value: Annotated[str, Text(), "value of the other, or from where to where"]
    other_low: Annotated[Amount, "least value of the other in it; empty for words"]
    other_high: Annotated[Amount, "greatest value of the other in it; empty for words"]


class MainEffect(NamedTuple):
    """What comes of it there."""

    points: Annotated[Number, "points there"]
    mean: Annotated[Amount, "mean there"]
    half_width_simulation: Annotated[Amount, Error]
    effect: Annotated[Amount, "mean there minus that of all points, or of the first alone"]
    effect_half_width_simulation: Annotated[Amount, Error]


class Together(NamedTuple):
    """What comes of two settings together."""

    points: Annotated[Number, "points there"]
    mean: Annotated[Amount, "mean there"]
    half_width_simulation: Annotated[Amount, Error]
    apart: Annotated[Amount, "how far the mean is from what the two add up to alone"]
    apart_half_width_simulation: Annotated[Amount, Error]


class OfSetting(NamedTuple):
    """Which setting."""

    setting: Annotated[str, Text("name"), "setting"]


class Indices(NamedTuple):
    """Sobol' indices: as SALib gives them for means over lucks, and without what luck adds."""

    samples: Annotated[Number, "base samples that count"]
    dropped: Annotated[Number, "base samples with a missing mean"]
    first: Annotated[Index, "first index, of means over lucks"]
    first_half_width: Annotated[Index, "half-width of its bootstrap, 95 %"]
    total: Annotated[Index, "total index, of means over lucks"]
    total_half_width: Annotated[Index, "half-width of its bootstrap, 95 %"]
    first_alone: Annotated[Index, "first index without what luck adds"]
    first_alone_half_width_simulation: Annotated[Index, Error]
    total_alone: Annotated[Index, "total index without what luck adds"]
    total_alone_half_width_simulation: Annotated[Index, Error]
    together_half_width_simulation: Annotated[Index, "the same, to hold for all settings at once"]
    verdict: Annotated[str, Text("words"), "whether it matters, in the model"]


class Second(NamedTuple):
    """The Sobol' index of two settings together, beyond what each does alone."""

    other: Annotated[str, Text("name"), "the other setting"]
    second: Annotated[Index, "second index, of means over lucks"]
    second_half_width: Annotated[Index, "half-width of its bootstrap, 95 %"]


class Elementary(NamedTuple):
    """Elementary effects: how the outcome moves as a setting goes through its whole range."""

    trajectories: Annotated[Number, "trajectories that count"]
    dropped: Annotated[Number, "trajectories with a missing mean"]
    mean_absolute: Annotated[Amount, "mean of absolute effects (mu*), of means over lucks"]
    mean_absolute_half_width: Annotated[Amount, "half-width of its bootstrap, 95 %"]
    mean: Annotated[Amount, "mean effect (mu); empty for words"]
    deviation: Annotated[Amount, "standard deviation of effects (sigma)"]
    alone: Annotated[Amount, "root of the mean squared effect without what luck adds"]
    verdict: Annotated[str, Text("words"), "whether it matters, in the model"]


class Point(NamedTuple):
    """Which point, under which option."""

    point: Annotated[Number, "number of the point of the design, from 0"]
    option: Annotated[str, Text("name"), "option; the first is no change"]


class AtPoint(NamedTuple):
    """What came of it there, by itself and against no change by the same luck."""

    runs: Annotated[Number, "runs that count"]
    mean: Annotated[Amount, "mean level"]
    half_width_simulation: Annotated[Amount, Error]
    pairs: Annotated[Number | None, "pairs that count"]
    difference: Annotated[Amount, "mean difference from no change"]
    difference_half_width_simulation: Annotated[Amount, Error]
    helped: Annotated[Share | None, "share of pairs helped"]
    harmed_pairs: Annotated[Share | None, "share of pairs harmed"]
