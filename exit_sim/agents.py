"""The people of an organisation as Mesa agents: each month, each does what the agenda asks."""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mesa import Agent

from exit_sim.draws import Luck, Stream
from exit_sim.month import ROLES, Step
from exit_sim.people.person import Post
from exit_sim.ties import KINDS, Weights
from exit_sim.vocabulary import Role

if TYPE_CHECKING:
    from exit_sim.model import InnovationJourney


class Person(Agent):
    """A post and whoever holds it: hears along ties, acts by its role's rules, and is counted."""

    role: Role

    def __init__(self, model: "InnovationJourney", post: Post) -> None:
        super().__init__(model)
        self.journey = model
        self.post = int(post.post)
        self.name = f"{self.role.name.lower().replace('_', ' ')} {int(post.number) + 1}"
        self.ties: list[Tied] = []
        self.state: Any = ROLES[self.role].first(post, model.p, self.luck)
        self.heard: Any = None
        self._empty = ROLES[self.role].Heard(*[0.0] * len(ROLES[self.role].Heard._fields))

    @property
    def luck(self) -> Luck:
        """This person's random numbers for this month."""
        return Luck(self.journey.key, self.journey.month, self.post, int(Stream.PERSON_MONTH))

    def listen(self, weights: Weights) -> None:
        """Add up what is said along one's ties, in the order of the people who say it."""
        heard = list(self._empty)
        mine = self.state.holder.rooted
        for speaker, kind, usual, rooted, says in self.ties:
            weight = usual * weights[kind]
            if rooted:
                weight = weight * (speaker.state.holder.rooted * mine)
            state = speaker.state
            for field, into, ties in says:
                heard[into] += weight * field(state)
                if ties >= 0:
                    heard[ties] += usual
        self.heard = type(self._empty)(*heard)

    def act(self, step: Step) -> None:
        """Do one thing on the agenda, and leave an event where something happened."""
        model = self.journey
        if step.listens:
            new, happened = step.function(self.state, self.heard, model.world, model.p, self.luck)
        else:
            new, happened = step.function(self.state, model.world, model.p, self.luck)
        self.state = self.state._replace(**{step.part: new}) if step.part else new
        if happened.kind:
            model.note(happened, self.post, int(self.state.holder.occupant))

    def be_counted(self, total: Any) -> Any:
        """Add oneself to one's role's sums."""
        return ROLES[self.role].tally(total, self.state, self.journey.world, self.journey.p)


Tied = tuple[Person, int, float, bool, tuple[tuple[Callable[[Any], float], int, int], ...]]


def tied(speaker: Person, kind: str, usual: float) -> Tied:
    """One tie as its listener keeps it: who speaks, how much it weighs, what is said where."""
    tie = KINDS[kind]
    fields = ROLES[tie.listener].Heard._fields
    says = tuple(
        (attrgetter(say.field), fields.index(say.heard), fields.index(say.ties) if say.ties else -1)
        for say in tie.says
    )
    return speaker, list(KINDS).index(kind), usual, tie.rooted, says


class SeniorLeader(Person):
    """Opens up when the tilt, peers and own daring say so; sponsors with what attention is left."""

    role = Role.SENIOR_LEADER


class MiddleManager(Person):
    """Leads when discretion allows; learns from the champion; may inherit the role."""

    role = Role.MIDDLE_MANAGER


class Champion(Person):
    """Drives with energy that burns without backing; builds others up; one day leaves."""

    role = Role.CHAMPION


class FrontlineProfessional(Person):
    """Uses the practice once commitment passes a bar, and drops it below a lower one."""

    role = Role.FRONTLINE


class ElectedMember(Person):
    """Weighs case, results, voice, publicity and advice against the cost, and votes."""

    role = Role.MEMBER


class CareLeaver(Person):
    """Lives two lives by the same luck, with the practice and without; speaks; may walk away."""

    role = Role.CARE_LEAVER


class Carer(Person):
    """Leads where invited, as far as what young people say makes it worth while."""

    role = Role.CARER


class Site(Person):
    """Another organisation, in one equation: takes the practice up, keeps it or drops it."""

    role = Role.SITE


AGENTS: dict[Role, type[Person]] = {
    kind.role: kind
    for kind in (
        SeniorLeader,
        MiddleManager,
        Champion,
        FrontlineProfessional,
        ElectedMember,
        CareLeaver,
        Carer,
        Site,
    )
}
