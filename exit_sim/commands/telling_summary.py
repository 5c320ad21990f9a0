"""What is told at first sight of a sweep: options, luck and settings, effects, and what matters."""

from collections.abc import Iterator

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.amounts import amount, sure, sure_of, unit
from exit_sim.analysis.sweeps.effects import AtOne, strongest
from exit_sim.analysis.sweeps.look import Look, is_difference
from exit_sim.analysis.sweeps.met import Subject
from exit_sim.analysis.sweeps.tables import points_fit
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_indices import MOST_ROWS, MOST_SUBJECTS, indices, subject_says
from exit_sim.results.folder import STANDING
from exit_sim.story.sentence import counted


def told(found: Look) -> Iterator[Block]:
    """Tell a first look."""
    yield Heading(f"A first look: {found.facts.title}", top=True)
    if found.facts.question:
        yield Words(found.facts.question, beneath=True)
    yield Words(how(found))
    yield Words(f"Looked at: {found.outcome.column}, {found.outcome.says}.")
    yield Words(" ".join(words.headline(found)))
    yield from _options(found)
    yield from _luck(found)
    yield from _effects(found)
    yield from _crossed(found)
    yield from indices(found)
    yield Heading("How sure this is", top=True)
    for number, sentence in enumerate(words.uncertainty(found)):
        yield Words(sentence, beneath=not number)
    if not points_fit(found):
        yield Words("The table of points is left out: it is larger than the rest together.")


def how(found: Look) -> str:
    """Say over how many points, options and lucks, and what is missing."""
    facts = found.facts
    points = counted(facts.points, "point")
    lucks = counted(facts.replicates, "luck")
    others = len(found.met.options) - 1
    under = f"no change and {counted(others, 'option')}" if others else "no change alone"
    said = [f"{points} by {lucks}, {under}: {facts.runs:,} runs."]
    if facts.rounds < facts.planned:
        said.append(f"{facts.rounds} of {facts.planned} rounds are complete; only these count.")
    if facts.failed:
        said.append(f"{counted(facts.failed, 'run')} failed, and is left out.")
    if facts.members:
        said.append("Each luck is another organisation of a population.")
    return " ".join([*said, STANDING[0]])


def _options(found: Look) -> Iterator[Block]:
    """Levels under each option, and what each changes."""
    outcome, spans = found.outcome, found.facts.spans
    yield Heading("Over all points", top=True)
    if len(found.met.options) > 1:
        yield Words(words.TWINS, beneath=True)
    over = "plausible" if spans else "points"
    spread = [] if outcome.flag else ["spread"]
    rows = [
        [
            one.option,
            *(_range(found, (one.low_spread, one.high_spread)) for _ in spread),
            sure(outcome, one.mean),
            _range(found, one.points[:2]),
        ]
        for one in found.under()
    ]
    yield Grid(["level", *spread, unit(outcome), f"over {over}"], rows)
    rows = []
    for one in found.by_option():
        pair = one.pair
        change = sure_of(outcome, pair.difference, pair.simulation)
        whom = [amount(outcome._replace(flag=True), share) for share in (pair.helped, pair.harmed)]
        apart = [_range(found, (pair.spread_low, pair.spread_high)) for _ in spread]
        rows.append([one.option, *apart, change, _range(found, one.points[:2]), *whom])
    if rows:
        heads = ["against no change", *spread, "difference", f"over {over}", "helped", "harmed"]
        yield Grid(heads, rows)
    of = "plausible settings" if spans else "the points of this design"
    pairs = " Helped and harmed: of 100 pairs." if rows else ""
    yield Words(
        f"± is the simulation error. Over {over}: range over {of}, 10th to 90th percentile, with "
        f"what luck adds taken off.{pairs}"
    )
    yield from _besides(found)


def _range(found: Look, ends: tuple[float, ...]) -> str:
    low, high = (amount(found.outcome, end) for end in ends)
    return "–" if "–" in {low, high} else f"{low} to {high}"


def _besides(found: Look) -> Iterator[Block]:
    """Every other outcome under no change, and what options change of it."""
    options = found.met.options
    levels = {(outcome.column, one.option): one for outcome, one in found.levels}
    changes = {(one.pair.outcome.column, one.option): one.pair for one in found.compared}
    others = dict.fromkeys(outcome for outcome, _ in found.levels if outcome != found.outcome)
    shown = options[1 : MOST_SUBJECTS + 1]
    rows = []
    for outcome in others:
        row = [outcome.says.partition(":")[0], unit(outcome)]
        row.append(amount(outcome, levels[outcome.column, options[0]].mean.value))
        for option in shown:
            pair = changes[outcome.column, option]
            row.append(sure_of(outcome, pair.difference, pair.simulation))
        rows.append(row)
    if rows:
        heads = ["other outcomes", "", "no change", *(f"({n})" for n in range(1, len(shown) + 1))]
        yield Grid(heads, rows, (0, 1))
    if rows and shown:
        named = "; ".join(f"({number}) {option}" for number, option in enumerate(shown, 1))
        yield Words(f"Differences from no change: {named}.")


def _luck(found: Look) -> Iterator[Block]:
    yield Heading("Settings, or luck", top=True)
    yield Words(words.luck(found), beneath=True)
    rows = [
        [subject_says(one.option, one.what), *map(_of_100, (one.settings, one.luck, one.turned))]
        for one in found.shares
        if one.settings == one.settings
    ]
    if rows:
        yield Grid(["of 100 parts of the variance", "settings", "luck", "turned luck"], rows)
        yield Words(
            "Settings: points differ in their true means. Luck: good or bad at every point alike. "
            "Turned luck: good at one point, bad at another."
        )


def _of_100(share: float) -> str:
    return f"{100.0 * share:.0f}"


def _effects(found: Look) -> Iterator[Block]:
    """What each setting does by itself, to what was asked about."""
    if not found.effects:
        return
    yield Heading("What each setting does", top=True)
    first = True
    for subject in found.asked[:MOST_SUBJECTS]:
        each = strongest(found.effects, subject)
        yield Words(_about(found, subject, words.main_effect(found, subject)), beneath=first)
        first = False
        signed = is_difference(subject)
        rows = [
            [
                one.factor.name,
                *(_at(found, at, signed=signed) for at in (one.lowest, one.highest)),
                sure(found.outcome, one.between),
            ]
            for one in each[:MOST_ROWS]
        ]
        heads = [f"setting ({unit(found.outcome)})", "least", "most", "between"]
        yield Grid(heads, rows, (0, 1, 2))
    all_ = len({one.factor.name for one in found.effects})
    shown = f" The {MOST_ROWS} that do most of {all_}." if all_ > MOST_ROWS else ""
    yield Words(
        "Means by value, the others as the design has them. ± is the simulation error, for every "
        f"two values of every setting at once.{shown}"
    )


def _at(found: Look, at: AtOne, *, signed: bool) -> str:
    return f"{amount(found.outcome, at.mean.value, signed=signed)} at {at.bin.says}"


def _about(found: Look, subject: Subject, sentence: str) -> str:
    return sentence if len(found.asked) < 2 else f"{subject.option}: {sentence}"


def _crossed(found: Look) -> Iterator[Block]:
    """Whether settings add up, and the strongest two crossed."""
    asked = found.asked[0]
    mine = [one for one in found.crossed if one.subject.option == asked.option]
    if not mine:
        return
    yield Heading("Two settings at once", top=True)
    for number, one in enumerate(mine):
        yield Words(words.together(found, one), beneath=not number)
    one = mine[0]
    down, along = ([each.says for each in some] for some in one.sides)
    at = {(cell.down.says, cell.along.says): cell.mean for cell in one.cells}
    signed = is_difference(asked)
    rows = [
        [
            says,
            *(
                sure(found.outcome, at[says, beside], signed=signed) if (says, beside) in at else ""
                for beside in along
            ),
        ]
        for says in down
    ]
    yield Grid(["", *along], rows)
    yield Words(
        f"{one.down.name} down, {one.along.name} along; {subject_says(asked.option, asked.what)}, "
        f"{unit(found.outcome)}."
    )
