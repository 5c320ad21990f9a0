"""What is told of importance: whether the order changes, then shares, orders and agreement."""

from collections.abc import Iterator

from exit_sim.analysis.importance import words
from exit_sim.analysis.importance.groups import GROUPS, INGREDIENTS
from exit_sim.analysis.importance.phases import PHASES
from exit_sim.analysis.importance.whole import ALL, Among, Importance
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.folder import STANDING

QUESTION = "Which ingredient matters when?"


def told(found: Importance) -> Iterator[Block]:
    """Tell which ingredient matters when."""
    yield Heading(f"Which ingredient matters when: {found.population.title}", top=True)
    yield Words(f"{_rests_on(found)} {STANDING[0]}", beneath=True)
    yield Words(f"{words.headline(found)} {words.why(found.among[0])}")
    yield Words(words.METHOD)
    for among in found.among:
        if among.kind != ALL:
            yield Heading(f"Among {among.kind}", top=True)
            yield Words(_verdict(among), beneath=True)
        yield _shares(among)
        yield Words("Of 100 parts of what settings account for; in brackets, simulation error.")
        yield _orders(among)
        yield Words(
            "Which comes first: > beyond simulation error, = where it leaves the order open."
        )
        yield _agreement(among)
        yield Words("Kendall's tau between orders: 1 one order, 0 none, −1 the reverse.")
    yield Heading("What belongs to each", top=True)
    yield Grid(["", "settings that differ"], [[g, str(len(n))] for g, n in found.settings.items()])
    yield Words(
        "Receptivity and the others are settings here, each over the range that is assumed: a "
        "wider range accounts for more. The table belongs lists every setting."
    )
    yield Words(f"{words.SHARED} {words.NOT_STARTED}")
    yield Words(" ".join((*words.UNCERTAINTY, words.RANGE[found.level], words.RIVALS)))


def _verdict(among: Among) -> str:
    return f"Another order for lasting than for starting {words.verdict(among)}. {words.why(among)}"


def _rests_on(found: Importance) -> str:
    each = " of each kind" if len(found.among) > 1 else ""
    sets = f"{found.sets:,} accepted sets" if found.sets else "a plausible set each"
    return f"{found.pairs:,} pairs of organisations{each}, {sets}, seed {found.seed}."


def _shares(among: Among) -> Grid:
    rows = [[group, *(words.share(one.shares[group]) for one in among.phases)] for group in GROUPS]
    rows.append(
        ["settings, of all variation", *(words.share(one.settings) for one in among.phases)]
    )
    rows.append(["luck, of all variation", *(_luck(one.settings.value) for one in among.phases)])
    return Grid(["accounts for", *(one.phase for one in among.phases)], rows)


def _luck(settings: float) -> str:
    return f"{100.0 * (1.0 - settings):.0f}"


def _orders(among: Among) -> Grid:
    says = {phase.name: phase.says for phase in PHASES}
    rows = [[f"{one.phase} ({says[one.phase]})", words.order(one)] for one in among.phases]
    return Grid(["phase", f"order of {len(INGREDIENTS)} ingredients"], rows, (0, 1))


def _agreement(among: Among) -> Grid:
    rows = [
        [f"{one} and {other}", words.tau(tau), words.verdict(among, one, other)]
        for (one, other), tau in among.agreements.items()
    ]
    return Grid(["phases", "tau", "another order"], rows, (0, 2))
