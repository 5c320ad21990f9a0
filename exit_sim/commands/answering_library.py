"""The library answers as the command line does: the same options, words, figures and report."""

from collections.abc import Callable

from exit_sim.commands.answering import files_of
from exit_sim.commands.compared import Asked, asks, options_of
from exit_sim.commands.keeping_what_if import drawn, reported
from exit_sim.commands.telling_what_if import Answered, told
from exit_sim.commands.what_if import outcomes
from exit_sim.errors import BadInput
from exit_sim.ready_answers.places import Place, organisation
from exit_sim.ready_answers.ready import Ask, Made
from exit_sim.twins.accepted import units_at
from exit_sim.twins.outcomes import LIVES
from exit_sim.twins.study import Option, Units, study

SO_ALREADY = "This place is so already: nothing would change."
CANNOT = "It cannot be asked of this place: {}."
SEED = 1


def asking(pairs: int, threads: int, done: Callable[[int], None] | None = None) -> Ask:
    """Give what asks a question of a place, by so many pairs of twins."""

    def ask(place: Place, question: str) -> Made | str:
        asked = Asked([place.file], [question], [], False, SEED, pairs, None, None)
        units = units_at(organisation(place), None, SEED)
        try:
            options = options_of(asked, units)
            if all(_is_so(options[0], units, number) for number in _looked_at(units, pairs)):
                return SO_ALREADY
            came = study(
                units,
                options,
                outcomes(),
                runs=pairs,
                besides=[outcome.column for outcome in LIVES],
                threads=threads,
                done=done,
            )
        except BadInput as error:
            return CANNOT.format(BadInput(error.problem, key=error.key, value=error.value))
        if came.stopped:  # at the very end, when all pairs were there
            raise KeyboardInterrupt
        of = Answered(came, [None], SEED, asks(asked, options))
        figures = drawn(of)
        return Made(reported(of, list(told(of)), figures, asked.command()), files_of(figures))

    return ask


def _looked_at(units: Units, pairs: int) -> range:
    """One organisation is the same in every pair; of many, each is another."""
    return range(pairs if units.population else 1)


def _is_so(option: Option, units: Units, number: int) -> bool:
    """Whether an option changes nothing of an organisation."""
    before = units.one(number).scenario
    after = option.of(before)
    return after.parameters == before.parameters and after.events == before.events
