"""How far luck alone spreads the journeys of one organisation, month by month."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE, End, label_ends
from exit_sim.figures.of_many import TITLE, foot, of_what
from exit_sim.figures.paper import BLUE, DARK, months_below, panel, sheet
from exit_sim.results.columns import Table, Value
from exit_sim.results.run_record import Run
from exit_sim.story.typical import rows_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.world import World


class Spread(NamedTuple):
    """One number month by month over many journeys."""

    name: str
    column: str
    unit: str
    read: "Callable[[World], float]"


SPREADS = (
    Spread("Use", "journey.use", "share of staff in scope", lambda w: w.journey.use),
    Spread("Reach", "journey.reach", "share of staff in scope", lambda w: w.journey.reach),
    Spread(
        "Openness of senior leaders",
        "receptivity.openness",
        "share",
        lambda w: w.receptivity.openness,
    ),
    Spread(
        "Reported change",
        "measurement.reported",
        "model units",
        lambda w: w.measurement.reported,
    ),
    Spread("True benefit, mean", "lives.benefit", "model units", lambda w: w.lives.benefit),
    Spread(
        "True benefit, the fifth",
        "lives.benefit_fifth",
        "model units",
        lambda w: w.lives.benefit_fifth,
    ),
)
HALF, MOST = "#8FA8C2", "#D5DEE8"
CUTS = (0.05, 0.25, 0.5, 0.75, 0.95)


def bands(months: Sequence[Run] | Table | Any) -> Drawn:
    """Draw the median of many journeys month by month, with the middle half and the middle 90%."""
    found, rows = _by_month(months)
    number, name = len({_who(row) for row in rows}), "bands"
    last = max(found)
    use = _quantiles([values["journey.use"] for values in found[last]])
    sentence = (
        f"In month {last} the median of use over {number} journeys was {use[2]:.0%} of staff; "
        f"the middle half ran from {use[1]:.0%} to {use[3]:.0%}."
    )
    data = {
        spread.column: [
            _quantiles([values[spread.column] for values in found[month]])
            for month in sorted(found)
        ]
        for spread in SPREADS
    }
    with style(name):
        title = f"{of_what(rows)}: spread between journeys (luck), month by month"
        figure = sheet(sentence, title, foot(rows))
        for place, spread in enumerate(SPREADS):
            axes = _cell(figure, place)
            _band(axes, spread, sorted(found), data[spread.column], _limits(spread, data))
            axes.set_xlabel("month" if place > 2 else "", fontsize=SIZE, color=INK, labelpad=2)
    table = Data(
        ("month", "column", "p05", "p25", "median", "p75", "p95"),
        tuple(
            (month, spread.column, *data[spread.column][place])
            for spread in SPREADS
            for place, month in enumerate(sorted(found))
        ),
    )
    ends = "; ".join(
        f"{spread.name.lower()} {data[spread.column][-1][2]:.2f} "
        f"({data[spread.column][-1][1]:.2f} to {data[spread.column][-1][3]:.2f})"
        for spread in SPREADS
    )
    alt = (
        f"Six panels over {last} months, each with the median of {number} journeys, the middle "
        f"half and the middle 90%. Last month, median and middle half: {ends}."
    )
    return Drawn(name, figure, sentence, alt, table)


def _limits(
    spread: Spread, data: Mapping[str, Sequence[tuple[float, ...]]]
) -> tuple[float, float] | None:
    """Panels of true benefit share one scale; shares run from 0 to 1."""
    if spread.unit != "model units":
        return None
    true = [each.column for each in SPREADS if each.name.startswith("True")]
    columns = true if spread.column in true else [spread.column]
    low = min(-0.02, *(cut[0] for column in columns for cut in data[column]))
    high = max(0.05, *(cut[-1] for column in columns for cut in data[column]))
    return low - 0.05 * (high - low), high + 0.05 * (high - low)


def _who(row: Mapping[str, Value]) -> tuple[Value, ...]:
    return row["scenario"], row.get("changes"), row["seed"]


def _by_month(
    months: Any,
) -> tuple[dict[int, list[Mapping[str, float]]], list[Mapping[str, Value]]]:
    found: dict[int, list[Mapping[str, float]]] = {}
    if not isinstance(months, Table) and not hasattr(months, "to_dict"):
        runs = list(months)
        for run in runs:
            for month, world in run.months:
                read = {spread.column: spread.read(world) for spread in SPREADS}
                found.setdefault(month, []).append(read)
        keys = ("scenario", "changes", "seed")
        return found, [dict(zip(keys, run.key, strict=True)) for run in runs]
    rows = rows_of(months)
    for row in rows:
        numbers = {each.column: float(row[each.column] or 0.0) for each in SPREADS}
        found.setdefault(int(row["month"] or 0), []).append(numbers)
    first = min(found)
    return found, [row for row in rows if int(row["month"] or 0) == first]


def _quantiles(values: Sequence[float]) -> tuple[float, ...]:
    ordered = sorted(values)
    cuts = []
    for share in CUTS:
        at = share * (len(ordered) - 1)
        low = int(at)
        high = min(low + 1, len(ordered) - 1)
        cuts.append(ordered[low] + (at - low) * (ordered[high] - ordered[low]))
    return tuple(cuts)


def _cell(figure: "Figure", place: int) -> "Axes":
    left, between, right, top, gap = 0.60, 0.40, 0.06, 0.92, 0.62
    named = 0.92
    wide = (WIDE - left - right - 3 * named - 2 * between) / 3
    tall = (TALL - top - 0.66 - gap) / 2
    x = left + (place % 3) * (wide + named + between)
    y = top + (place // 3) * (tall + gap)
    return panel(figure, y, tall, left=x, right=WIDE - x - wide)


def _band(
    axes: "Axes",
    spread: Spread,
    months: Sequence[int],
    cuts: Sequence[tuple[float, ...]],
    limits: tuple[float, float] | None,
) -> None:
    """Two shades about a median; ``limits`` where the panel is in model units."""
    lines = [[cut[number] for cut in cuts] for number in range(len(CUTS))]
    axes.fill_between(months, lines[0], lines[4], color=MOST, linewidth=0, zorder=2)
    axes.fill_between(months, lines[1], lines[3], color=HALF, linewidth=0, zorder=2.5)
    axes.plot(months, lines[2], color=BLUE, linewidth=1.8, zorder=3)
    months_below(axes, max(months))
    ticks = [tick for tick in axes.get_xticks() if tick == 1 or tick % 24 == 0]
    if len(ticks) > 2:
        axes.set_xticks(ticks)
    if limits is not None:
        axes.set_ylim(*limits)
        axes.axhline(0.0, color=INK, linewidth=0.8, zorder=2.8)
    else:
        axes.set_ylim(0.0, 1.04)
        axes.set_yticks([0.0, 0.5, 1.0])
    from matplotlib.ticker import FuncFormatter

    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}".replace("-", "−")))
    axes.set_title(spread.name, **TITLE)
    axes.annotate(
        spread.unit,
        (1.0, 1.0),
        xycoords="axes fraction",
        xytext=(0, 6),
        textcoords="offset points",
        ha="right",
        fontsize=SIZE,
        color=DARK,
    )
    ends = [
        End("median", lines[2][-1], BLUE),
        End("middle half", lines[3][-1], HALF),
        End("middle 90%", lines[4][-1], MOST),
    ]
    label_ends(axes, ends)
