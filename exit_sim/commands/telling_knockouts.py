"""What is told of knock-outs: what each finding rests on, and what that says about the model."""

from collections.abc import Iterator, Sequence

from exit_sim.analysis.propositions.knockouts import Knocked, about_the_model
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.folder import STANDING

FATES = (
    "stays: as large as it was, or half of it at least; weakens: less than half;"
    " vanishes: too small to matter; reverses; appears where nothing was; open: luck hides it."
)
HOW = (
    "Off: a mechanism does nothing. Held: it acts at its usual level, whatever happens."
    " Only held says that a finding needs a mechanism."
)


def told(found: Sequence[Knocked], units: int) -> Iterator[Block]:
    """Tell what findings rest on."""
    yield Heading("What findings rest on", top=True)
    yield Words(f"At the baseline's settings, {units} organisations or lucks each.", 0, True)
    rows = [
        (
            one.proposition.id,
            one.proposition.title,
            one.proposition.built_in,
            ", ".join(one.rests_on()) or "none of those tried",
            ", ".join(one.rests_on("off")) or "none of those tried",
        )
        for one in found
    ]
    yield Grid(
        ("", "proposition", "rules", "held: rests on", "off: rests on"), rows, (0, 1, 2, 3, 4)
    )
    yield Words(HOW)
    yield Words(FATES)
    for sentence in about_the_model(found):
        yield Words(sentence, hang=2)
    yield Words(f"Simulation error leaves some open. {STANDING[0]}")
