"""Twins go the same way until the change is felt; where they first part tells how it is felt."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.errors import BadInput
from exit_sim.ledger import Event
from exit_sim.month import AGENDA, Muster, Step
from exit_sim.recorded import flat, names_of
from exit_sim.results.run_record import Run
from exit_sim.vocabulary import ORGANISATION, Role

if TYPE_CHECKING:
    from exit_sim.model import InnovationJourney

PARTS = tuple(
    dict.fromkeys(
        entry.part for entry in AGENDA if isinstance(entry, Step) and entry.role == ORGANISATION
    )
)
"""The parts of an organisation that entries of the agenda move; all else is counted off people."""

OPENS = "the record opens"
"""What is said to part twins who came out of the unrecorded months before month 1 apart."""


class Parting(NamedTuple):
    """The first number in which two journeys differ.

    ``role`` and ``post`` (within the role, from 0) say whose it is, role -1 and post -1 the
    organisation's; ``does`` is the entry of the agenda that moved it, or that the record opens,
    where twins come apart out of the months before month 1.
    """

    month: int
    role: int
    post: int
    does: str
    field: str
    here: float
    there: float


class Choice(NamedTuple):
    """The first event in which two ledgers differ; None where one of them has none there."""

    month: int
    here: Event | None
    there: Event | None


class Divergence(NamedTuple):
    """Where two journeys part: the first number, and the first thing that happened otherwise."""

    number: Parting | None
    event: Choice | None


def divergence(here: Run, there: Run) -> Divergence:
    """Find where two whole runs by the same luck part, both kept with everyone month by month.

    Raises:
        BadInput: their posts or their luck are not the same, so nobody in one is anybody's twin.
        ValueError: not everyone was kept.
    """
    if here.roles != there.roles or here.seed != there.seed:
        problem = "and its twin have other posts or another luck"
        raise BadInput(
            problem, key=there.scenario.title, allowed="allowed: two of one seed and size"
        )
    for run in (here, there):
        if len(run.people) != len(run.months):
            raise ValueError("keep everyone month by month, with people=True")  # noqa: TRY003
    return Divergence(_number(here, there), _event(here, there))


def _event(here: Run, there: Run) -> Choice | None:
    """Compare what happened, without places in the ledger, which shift once one event is more."""
    for one, other in zip(here.ledger, there.ledger, strict=False):
        if _told(one) != _told(other):
            first = min(one.month, other.month)
            return Choice(
                first,
                one if one.month == first else None,
                other if other.month == first else None,
            )
    longer = here.ledger if len(here.ledger) > len(there.ledger) else there.ledger
    shared = min(len(here.ledger), len(there.ledger))
    if len(longer) == shared:
        return None
    extra = longer[shared]
    return Choice(extra.month, *((extra, None) if longer is here.ledger else (None, extra)))


def _told(event: Event) -> tuple[float, ...]:
    """What happened to whom; not the numbers compared, which are told as numbers."""
    return event.month, event.kind, event.who, event.occupant, event.whom


def _number(here: Run, there: Run) -> Parting | None:
    """Find the first month whose end differs, and walk through it again, entry by entry.

    Months' ends alone do not say which of several entries moved a number, nor which came first.
    """
    for index in range(min(len(here.months), len(there.months))):
        if _alike(here, there, index):
            continue
        month = here.months[index][0]
        models = _month_before(here, index), _month_before(there, index)
        for role in (ORGANISATION, *Role):
            if found := _parting(*models, role):
                return Parting(month, role, found[0], OPENS, *found[1:])
        for entry, _ in zip(*map(_walked, models), strict=True):
            if isinstance(entry, Step) and (found := _parting(*models, entry.role)):
                return Parting(month, entry.role, found[0], entry.says, *found[1:])
    return None


def _alike(here: Run, there: Run, index: int) -> bool:
    """Whether a month ends alike: every part of the organisation and everyone."""
    worlds = here.months[index][1], there.months[index][1]
    pairs = [tuple(getattr(world, part) for world in worlds) for part in PARTS]
    pairs += zip(here.people[index].states, there.people[index].states, strict=True)
    return all(_differs(*pair) is None for pair in pairs)


def _month_before(run: Run, index: int) -> "InnovationJourney":
    """Give the organisation as it stood when a month began, as a model that can be walked on."""
    from exit_sim.model import InnovationJourney

    if not index:
        return InnovationJourney(run.scenario, run.seed)  # burn-in is lived through again
    model = InnovationJourney(run.scenario.with_({"time.burn_in": 0}), run.seed)
    model.month, model.world = run.months[index - 1]
    for person, state in zip(model.people, run.people[index - 1].states, strict=True):
        person.state = state
    return model


def _walked(model: "InnovationJourney") -> Iterator[Step | Muster]:
    """Walk one month on, and pause after each entry of the agenda."""
    model.month += 1
    model.world = model.world._replace(scheduled=model.schedule_of(model.month))
    for entry in AGENDA:
        if isinstance(entry, Muster):
            model.count()
            if entry.listens:
                model.hear()
        elif entry.role == ORGANISATION:
            model.organise(entry)
        else:
            for person in model.in_role[Role(entry.role)]:
                person.act(entry)
        yield entry


def _parting(
    here: "InnovationJourney", there: "InnovationJourney", role: int
) -> tuple[int, str, float, float] | None:
    """Find what differs in a role or in the organisation: whose it is, which number, the two."""
    if role == ORGANISATION:
        for part in PARTS:
            found = _differs(getattr(here.world, part), getattr(there.world, part))
            if found:
                return -1, f"{part}.{found[0]}", *found[1:]
        return None
    pairs = zip(here.in_role[Role(role)], there.in_role[Role(role)], strict=True)
    for number, pair in enumerate(pairs):
        found = _differs(*(person.state for person in pair))
        if found:
            return number, *found
    return None


def _differs(here: Any, there: Any) -> tuple[str, float, float] | None:
    """Name the first number in which two parts differ, and the two; missing is alike."""
    if here == there:
        return None
    kind: Any = type(here)
    for name, one, other in zip(names_of(kind), flat(here), flat(there), strict=True):
        if one != other and not (one != one and other != other):  # noqa: PLR0124
            return name, one, other
    return None
