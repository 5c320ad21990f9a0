"""One organisation you can watch: the innovation journey as a Mesa model."""

from secrets import randbelow
from typing import Any

from mesa import Agent, DataCollector, Model

from exit_sim import leading
from exit_sim.agents import AGENTS, Person, tied
from exit_sim.draws import LAST_SEED, Luck, Stream, key_of
from exit_sim.ledger import Event
from exit_sim.month import AGENDA, ROLES, Muster, Step
from exit_sim.opening import empty, opening_world
from exit_sim.outcomes import ratio
from exit_sim.scenario import Scenario
from exit_sim.ties import KINDS, lay_out, weights
from exit_sim.vocabulary import ORGANISATION, Happened, Happening, Role
from exit_sim.world import World

REPORTERS = {
    "phase": lambda model: model.world.journey.phase,
    "use": lambda model: model.world.journey.use,
    "reach": lambda model: model.world.journey.reach,
    "openness": lambda model: model.world.receptivity.openness,
    "reported": lambda model: model.world.measurement.reported,
    "benefit": lambda model: model.world.lives.benefit,
    "benefit_fifth": lambda model: model.world.lives.benefit_fifth,
    "concentration": lambda model: model.world.leadership.concentration,
    "routine": lambda model: model.world.leadership.routine,
    "funded": lambda model: model.world.finance.funded,
}


class InnovationJourney(Model):
    """One innovation's journey through one organisation, month by month.

    Args:
        scenario: a scenario, or the name or path of one; the baseline by default.
        seed: a whole number from 0 to 2**53 - 1; the same seed is the same luck. None draws one,
            kept as ``seed_of_run``.
        **kwargs: settings by dotted name, as in ``**{"receptivity.culture": 0.4}``.

    Raises:
        BadInput: a name that is not a setting, or a value that is not allowed.
        ValueError: a seed that is none.

    Burn-in is lived through as the model is made; ``step`` runs one recorded month and
    ``run_model`` runs to the horizon.
    """

    def __init__(
        self, scenario: "Scenario | str | None" = None, seed: int | None = 1, **kwargs: Any
    ) -> None:
        seed = randbelow(LAST_SEED + 1) if seed is None else seed
        key = key_of(seed)
        seed = int(seed)
        super().__init__(rng=seed)
        found = (
            scenario if isinstance(scenario, Scenario) else Scenario.load(scenario or "baseline")
        )
        self.settings = found.with_(kwargs) if kwargs else found
        self.p = self.settings.parameters
        self.key = key
        self.seed_of_run = seed
        self.horizon = self.settings.horizon
        self.month = -self.settings.burn_in
        self.schedule_of = self.settings.schedule
        self.world: World = opening_world(self.p, self.key)
        self.ledger: list[Event] = []
        self.months: list[tuple[int, World]] = []
        self._noted: list[tuple[int, int, int, Happened]] = []
        self._latest: dict[int, int] = {}
        self._at = 0
        layout = lay_out(self.p, self.key)
        self.people: list[Person] = [AGENTS[role](self, post) for role, post in layout.posts]
        names = list(KINDS)
        usual = {name: getattr(self.p.ties, name, 1.0) for name in names}
        for edge in layout.edges:
            kind = names[edge.kind]
            listener = self.people[edge.listener]
            listener.ties.append(tied(self.people[edge.speaker], kind, usual[kind]))
        self.units = layout.units
        self.in_role: dict[Role, list[Person]] = {
            role: [person for person in self.people if person.role == role] for role in Role
        }
        self.count()
        self.datacollector = DataCollector(
            model_reporters=REPORTERS,
            agenttype_reporters={
                AGENTS[Role.FRONTLINE]: {
                    "use": lambda a: a.state.use,
                    "commitment": lambda a: a.state.commitment,
                },
                AGENTS[Role.SENIOR_LEADER]: {"openness": lambda a: a.state.openness},
            },
        )
        self.running = True
        while self.month < 0:
            self.live()
        self._noted.clear()
        self.open_record()

    def step(self) -> None:
        """Run one recorded month; burn-in is over when the model is made."""
        self._noted.clear()
        self.live()
        self.write_ledger()
        self.months.append((self.month, self.world))
        self.datacollector.collect(self)
        if self.month >= self.horizon:
            self.running = False
            getattr(Agent, "_ids", {}).pop(self, None)  # Mesa 3.3 would keep it for ever

    def live(self) -> None:
        """Live through one month, in the order of the agenda."""
        self.month += 1
        self.world = self.world._replace(scheduled=self.schedule_of(self.month))
        for self._at, step in enumerate(AGENDA):
            if isinstance(step, Muster):
                self.count()
                if step.listens:
                    self.hear()
            elif step.role == ORGANISATION:
                self.organise(step)
            else:
                for person in self.in_role[Role(step.role)]:
                    person.act(step)

    def run_model(self) -> "InnovationJourney":  # type: ignore[override]  # for one-liners
        """Run to the horizon and return oneself."""
        while self.running:
            self.step()
        return self

    def organise(self, step: Step) -> None:
        """Do one thing on the agenda that is the organisation's own."""
        luck = Luck(self.key, self.month, 0, int(Stream.ORGANISATION))
        part, happened = step.function(self.world, self.p, luck)
        self.world = self.world._replace(**{step.part: part})
        if happened.kind:
            self.note(happened, -1, 0)

    def hear(self) -> None:
        """Let everybody hear what is said along their ties, all at once."""
        now = weights(self.world, self.p)
        for person in self.people:
            person.listen(now)

    def count(self) -> None:
        """Count everybody, role by role and in person order, and every unit of leadership."""
        tallies = {}
        for role, module in ROLES.items():
            total = empty(module.Tally)
            for person in self.in_role[role]:
                total = person.be_counted(total)
            tallies[role.name.lower()] = total
        self.world = self.world._replace(
            people=self.world.people._replace(**tallies), units=self._count_units()
        )

    def _count_units(self) -> leading.Units:
        units = leading.NO_UNITS
        in_role = {role: sum(1.0 for r, _ in self.units if r == role) for role in Role}
        for role, posts in self.units:
            hours = 0.0
            for post in posts:
                hours += self.people[post].state.effort
            units = leading.add_unit(
                units,
                float(role),
                ratio(hours, float(len(posts))),
                leading.WEIGHTS[role](self.p.leadership),
                in_role[role] if role == Role.FRONTLINE else 1.0,
                self.people[posts[0]].state.builds,
            )
        return units

    def note(self, happened: Happened, who: int, occupant: int) -> None:
        """Note what happened, to be written into the ledger in order at the month's end."""
        self._noted.append((self._at, who, occupant, happened))

    def open_record(self) -> None:
        """Write down who is in post when month 1 begins."""
        for person in self.people:
            holder = person.state.holder
            self._write(
                Event(
                    0,
                    0,
                    int(Happening.IN_POST),
                    person.post,
                    int(holder.occupant),
                    -1,
                    -1,
                    holder.present,
                    holder.tenure,
                    float(person.role),
                )
            )

    def write_ledger(self) -> None:
        """Write the month's events in the order of the agenda, then of people."""
        for _, who, occupant, happened in sorted(self._noted, key=lambda noted: noted[:2]):
            self._write(
                Event(
                    self.month,
                    0,
                    int(happened.kind),
                    who,
                    occupant,
                    int(happened.whom),
                    self._latest.get(int(happened.led_by), -1),
                    happened.value,
                    happened.threshold,
                    happened.other,
                )
            )

    def _write(self, event: Event) -> None:
        order = len(self.ledger)
        self.ledger.append(event._replace(order=order))
        self._latest[event.kind] = order
