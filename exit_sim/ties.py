"""Who is tied to whom: people are influenced along ties, never by a mean of all."""

from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, Stream, uniform
from exit_sim.people.person import Post
from exit_sim.rule import step
from exit_sim.vocabulary import Count, Purpose, Role, Share, Weight

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Settings(NamedTuple):
    """How ties are laid out, and the usual weight of each kind."""

    senior_peers: Annotated[Weight, "a senior leader hears another"]
    senior_managers: Annotated[Weight, "a senior leader hears a manager"]
    manager_peers: Annotated[Weight, "a manager hears another"]
    manager_senior: Annotated[Weight, "a manager hears their senior leader"]
    manager_champion: Annotated[Weight, "a pilot team's manager hears the champion or deputy"]
    manager_young: Annotated[Weight, "a manager hears a young person, where co-produced"]
    champion_managers: Annotated[Weight, "a champion is backed by a manager"]
    champion_senior: Annotated[Weight, "a champion is backed by a senior leader"]
    champion_invited: Annotated[Weight, "a champion is backed by an invited leader"]
    champion_young: Annotated[Weight, "a champion hears a young person, where co-produced"]
    team_mates: Annotated[Weight, "a professional hears a team mate"]
    team_manager: Annotated[Weight, "a professional hears their team's manager"]
    team_champion: Annotated[Weight, "a professional hears the champion or deputy of their team"]
    team_carer: Annotated[Weight, "a professional of a pilot team hears an invited carer"]
    member_senior: Annotated[Weight, "a member hears a senior leader"]
    member_young: Annotated[Weight, "a member hears a young person, where co-produced"]
    friends: Annotated[Weight, "a young person hears another"]
    carer_young: Annotated[Weight, "a carer hears a young person"]
    neighbours: Annotated[Count, "most ties of one kind a leader or young person has to peers"]
    rewired: Annotated[Share, "share of peer ties that reach across rather than to neighbours"]
    young_in_room: Annotated[Count, "young people tied to each leader where co-produced"]


class Weights(NamedTuple):
    """By how much each kind of tie carries this month, against its usual weight."""

    senior_peers: float
    senior_managers: float
    manager_peers: float
    manager_senior: float
    manager_champion: float
    manager_young: float
    champion_managers: float
    champion_senior: float
    champion_invited: float
    champion_young: float
    team_mates: float
    team_manager: float
    team_champion: float
    team_carer: float
    caseload: float
    member_senior: float
    member_young: float
    worker: float
    same_team: float
    friends: float
    carer_young: float


class Says(NamedTuple):
    """What is said along a tie: the speaker's field, and where the listener adds it up.

    ``ties`` is where the listener adds up the usual weights of such ties, so that an absent or
    silent speaker lowers a mean; empty where another entry counts them already.
    """

    field: str
    heard: str
    ties: str = ""


class Tie(NamedTuple):
    """One kind of tie: who hears whom say what; ``rooted`` ties grow with time in post."""

    listener: Role
    speaker: Role
    says: tuple[Says, ...]
    rooted: bool = True


VOICE = (Says("voice", "voice", "voice_ties"),)
LEADS = (
    Says("signal", "leaders", "leaders_ties"),
    Says("holder.gone", "leaders_lost"),
)
TEACHES = (Says("teaching", "teaching"), Says("building", "building"))
OPENNESS = (Says("stance", "peers", "peers_ties"),)
BACKS = (Says("commitment", "backing", "backing_ties"),)

KINDS: dict[str, Tie] = {
    "senior_peers": Tie(Role.SENIOR_LEADER, Role.SENIOR_LEADER, OPENNESS),
    "senior_managers": Tie(Role.SENIOR_LEADER, Role.MIDDLE_MANAGER, OPENNESS),
    "manager_peers": Tie(Role.MIDDLE_MANAGER, Role.MIDDLE_MANAGER, OPENNESS),
    "manager_senior": Tie(
        Role.MIDDLE_MANAGER,
        Role.SENIOR_LEADER,
        (*OPENNESS, Says("attention", "direction", "direction_ties")),
    ),
    "manager_champion": Tie(
        Role.MIDDLE_MANAGER,
        Role.CHAMPION,
        (*TEACHES, *LEADS),
    ),
    "manager_young": Tie(Role.MIDDLE_MANAGER, Role.CARE_LEAVER, VOICE),
    "champion_managers": Tie(Role.CHAMPION, Role.MIDDLE_MANAGER, BACKS),
    "champion_senior": Tie(Role.CHAMPION, Role.SENIOR_LEADER, BACKS),
    "champion_invited": Tie(Role.CHAMPION, Role.CARER, BACKS),
    "champion_young": Tie(Role.CHAMPION, Role.CARE_LEAVER, VOICE),
    "team_mates": Tie(
        Role.FRONTLINE,
        Role.FRONTLINE,
        (Says("use", "mates", "mates_ties"), Says("signal", "leaders")),
    ),
    "team_manager": Tie(Role.FRONTLINE, Role.MIDDLE_MANAGER, LEADS),
    "team_champion": Tie(Role.FRONTLINE, Role.CHAMPION, (*LEADS, *TEACHES)),
    "team_carer": Tie(Role.FRONTLINE, Role.CARER, LEADS),
    "caseload": Tie(
        Role.FRONTLINE,
        Role.CARE_LEAVER,
        (Says("seen_benefit", "benefit", "benefit_ties"), Says("signal", "leaders")),
        rooted=False,
    ),
    "member_senior": Tie(
        Role.MEMBER, Role.SENIOR_LEADER, (Says("sponsorship", "advice", "advice_ties"),)
    ),
    "member_young": Tie(Role.MEMBER, Role.CARE_LEAVER, VOICE),
    "worker": Tie(
        Role.CARE_LEAVER,
        Role.FRONTLINE,
        (
            Says("holder.occupant", "worker", "worker_ties"),
            Says("holder.present", "worker_present"),
            Says("fidelity", "worker_fidelity"),
            Says("crowded", "worker_crowded"),
            Says("use", "worker_use"),
        ),
        rooted=False,
    ),
    "same_team": Tie(
        Role.CARE_LEAVER,
        Role.CARE_LEAVER,
        (Says("claim", "claims", "claims_ties"), Says("shadow_claim", "shadow_claims")),
        rooted=False,
    ),
    "friends": Tie(
        Role.CARE_LEAVER, Role.CARE_LEAVER, (Says("trust", "friends_trust", "friends_ties"),)
    ),
    "carer_young": Tie(Role.CARER, Role.CARE_LEAVER, (Says("voice", "young", "young_ties"),)),
}


@step
def weights(world: "World", p: "Parameters") -> Weights:
    """Voice carries as far as the organisation gives it weight; all other ties carry in full."""
    voice = world.co_production.voice_weight
    members = voice
    if world.scheduled.member_voice > 0.5:
        members = 1.0
    return Weights(
        senior_peers=1.0,
        senior_managers=1.0,
        manager_peers=1.0,
        manager_senior=1.0,
        manager_champion=1.0,
        manager_young=voice,
        champion_managers=1.0,
        champion_senior=1.0,
        champion_invited=1.0,
        champion_young=voice,
        team_mates=1.0,
        team_manager=1.0,
        team_champion=1.0,
        team_carer=1.0,
        caseload=1.0,
        member_senior=1.0,
        member_young=members,
        worker=1.0,
        same_team=1.0,
        friends=1.0,
        carer_young=1.0,
    )


class Edge(NamedTuple):
    """One tie: ``listener`` hears ``speaker``; both are posts of the organisation."""

    listener: int
    speaker: int
    kind: int


class Ring(NamedTuple):
    """Peers who stand in a ring: each is tied to so many on either side, and some reach across."""

    kind: int
    number: int
    members: tuple[int, ...]
    hops: int


class Plan(NamedTuple):
    """What counts alone decide: posts, ties that are not drawn, rings that are, and units."""

    posts: tuple[tuple[Role, Post], ...]
    edges: tuple[Edge, ...]
    rings: tuple[Ring, ...]
    units: tuple[tuple[Role, tuple[int, ...]], ...]


class Layout(NamedTuple):
    """Posts and ties of an organisation; fixed in number for as long as it is followed."""

    posts: tuple[tuple[Role, Post], ...]
    edges: tuple[Edge, ...]
    units: tuple[tuple[Role, tuple[int, ...]], ...]


def plan(p: "Parameters") -> Plan:
    """Lay out every post, every tie that needs no luck and every unit of leadership."""
    posts = list(_posts(p))
    of: dict[Role, list[int]] = {role: [] for role in Role}
    for role, post in posts:
        of[role].append(int(post.post))
    rings = tuple(_rings(p, of))
    edges = sorted({*_edges(p, posts, of, {ring.kind for ring in rings})})
    return Plan(tuple(posts), tuple(edges), rings, tuple(_units(p, posts, of)))


def lay_out(p: "Parameters", key: int) -> Layout:
    """Lay out every post, every potential tie and every unit of leadership.

    Ties across draw on the stream of ties only, so that other luck stays as it is.
    """
    known = plan(p)
    drawn = {
        Edge(listener, speaker, ring.kind)
        for ring in known.rings
        for pair in _around(ring, p, key)
        for listener, speaker in (pair, pair[::-1])
    }
    return Layout(known.posts, tuple(sorted([*known.edges, *drawn])), known.units)


def _around(ring: Ring, p: "Parameters", key: int) -> Iterator[tuple[int, int]]:
    number = len(ring.members)
    for place, me in enumerate(ring.members):
        for hop in range(1, ring.hops + 1):
            luck = Luck(key, 64 * ring.number + hop, me, int(Stream.TIES))
            yield me, ring.members[tied_around(place, hop, number, p.ties.rewired, luck)]


@step
def tied_around(place: int, hop: int, number: int, rewired: float, luck: Luck) -> int:
    """The place in a ring of so many to which a tie goes: so many hops on, or anywhere across."""
    if number < 1:
        return 0
    near = (place + hop) % number
    if uniform(luck, Purpose.TIE) < rewired:
        across = int(uniform(luck, Purpose.SUCCESSION) * number)
        return near if across == place else across
    return near


def counts(p: "Parameters") -> dict[Role, int]:
    """How many posts of each role an organisation has."""
    people, lead = p.people, p.leadership
    champions = int(people.champions) + (int(lead.deputies) if people.champions >= 1 else 0)
    return {
        Role.SENIOR_LEADER: int(people.senior_leaders),
        Role.MIDDLE_MANAGER: int(people.middle_managers),
        Role.CHAMPION: champions,
        Role.FRONTLINE: int(people.frontline),
        Role.MEMBER: int(people.members),
        Role.CARE_LEAVER: int(people.care_leavers),
        Role.CARER: int(people.carers),
        Role.SITE: int(people.sites),
    }


def _posts(p: "Parameters") -> "list[tuple[Role, Post]]":
    teams = max(1, int(p.people.teams))
    pilot = int(p.innovation.pilot_teams)
    young = int(p.people.care_leavers)
    fifth = max(1, round(young / 5)) if young else 0
    fifths = _fifth_places(young, teams, fifth)
    found: list[tuple[Role, Post]] = []
    for role, number in counts(p).items():
        for i in range(number):
            team = float(i * teams // number) if role == Role.FRONTLINE else float(i % teams)
            stratum, in_fifth, invited, tied = 0.0, 0.0, 0.0, 0.0
            if role == Role.CARE_LEAVER:
                team = float(i * teams // number)
                in_fifth = 1.0 if i in fifths else 0.0
                stratum = 0.9 if in_fifth else _rank(i, number, teams) * 0.8
                invited = 1.0 if i < int(p.leadership.invited_care_leavers) else 0.0
            elif role == Role.MEMBER:
                invited = 1.0 if i < int(p.leadership.invited_members) else 0.0
            elif role == Role.MIDDLE_MANAGER:
                tied = 1.0 if i < pilot or number <= pilot else 0.0
            found.append(
                (role, Post(float(len(found)), float(i), team, stratum, in_fifth, invited, tied))
            )
    return found


def _fifth_places(young: int, teams: int, fifth: int) -> set[int]:
    """The last place of each team first, then the one before, until the fifth is complete."""
    by_team: dict[int, list[int]] = {}
    for i in range(young):
        by_team.setdefault(i * teams // young, []).append(i)
    chosen: list[int] = []
    depth = 1
    while len(chosen) < fifth:
        for places in by_team.values():
            if depth <= len(places) and len(chosen) < fifth:
                chosen.append(places[-depth])
        depth += 1
    return set(chosen)


def _rank(i: int, young: int, teams: int) -> float:
    team = i * teams // young
    places = [j for j in range(young) if j * teams // young == team] if young < 3000 else [i]
    return (places.index(i) + 0.5) / len(places)


RINGS = {
    "senior_peers": (0, Role.SENIOR_LEADER),
    "manager_peers": (1, Role.MIDDLE_MANAGER),
    "friends": (2, Role.CARE_LEAVER),
}
"""Ties among peers: which luck they draw on, and whose they are."""


def _rings(p: "Parameters", of: dict[Role, list[int]]) -> Iterator[Ring]:
    """A ring of near neighbours for each role of more peers than one can be tied to."""
    most = int(p.ties.neighbours)
    for kind, (number, role) in RINGS.items():
        if len(of[role]) - 1 > most:
            yield Ring(list(KINDS).index(kind), number, tuple(of[role]), most // 2)


def _edges(  # noqa: C901, PLR0912  one branch a kind of tie
    p: "Parameters", posts: list[tuple[Role, Post]], of: dict[Role, list[int]], drawn: set[int]
) -> list[Edge]:
    kinds = {name: number for number, name in enumerate(KINDS)}
    seniors, managers = of[Role.SENIOR_LEADER], of[Role.MIDDLE_MANAGER]
    champions, front = of[Role.CHAMPION], of[Role.FRONTLINE]
    members, young, carers = of[Role.MEMBER], of[Role.CARE_LEAVER], of[Role.CARER]
    pilot = max(1, int(p.innovation.pilot_teams))
    edges: list[Edge] = []

    def tie(kind: str, listener: int, speaker: int) -> None:
        edges.append(Edge(listener, speaker, kinds[kind]))

    for kind, (_, role) in RINGS.items():
        if kinds[kind] not in drawn:
            for listener, speaker in permutations(of[role], 2):
                tie(kind, listener, speaker)
    in_team: dict[int, list[int]] = {}
    for post in front:
        in_team.setdefault(int(posts[post][1].team), []).append(post)
    young_in: dict[int, list[int]] = {}
    for post in young:
        young_in.setdefault(int(posts[post][1].team), []).append(post)
    for i, manager in enumerate(managers):
        if seniors:
            senior = seniors[i % len(seniors)]
            tie("manager_senior", manager, senior)
            tie("senior_managers", senior, manager)
    for team, staff in in_team.items():
        for listener in staff:
            mates = [mate for mate in staff if mate != listener]
            for speaker in mates[: int(p.ties.neighbours)]:
                tie("team_mates", listener, speaker)
            if managers:
                tie("team_manager", listener, managers[team % len(managers)])
            if team < min(pilot, len(champions)):
                tie("team_champion", listener, champions[team])
            if team < pilot:
                for carer in carers[:3]:
                    tie("team_carer", listener, carer)
    for i, champion in enumerate(champions):
        backers = managers[:pilot] or managers[:1]
        for manager in backers:
            tie("champion_managers", champion, manager)
            tie("manager_champion", manager, champion)
        if seniors:
            tie("champion_senior", champion, seniors[i % len(seniors)])
        for carer in carers[:3]:
            tie("champion_invited", champion, carer)
    for i, member in enumerate(members):
        if seniors:
            tie("member_senior", member, seniors[i % len(seniors)])
    for i, person in enumerate(young):
        if front:
            worker = front[i * len(front) // len(young)]
            tie("worker", person, worker)
            tie("caseload", worker, person)
    for sharing in young_in.values():
        for listener in sharing:
            others = [other for other in sharing if other != listener]
            for speaker in others[: int(p.ties.neighbours)]:
                tie("same_team", listener, speaker)
    room = [post for post in young if posts[post][1].team < pilot][: int(p.ties.young_in_room)]
    for person in room:
        for champion in champions:
            tie("champion_young", champion, person)
        for manager in managers[:pilot]:
            tie("manager_young", manager, person)
        for member in members:
            tie("member_young", member, person)
        for carer in carers[:3]:
            tie("carer_young", carer, person)
    return edges


def _units(
    p: "Parameters", posts: list[tuple[Role, Post]], of: dict[Role, list[int]]
) -> list[tuple[Role, tuple[int, ...]]]:
    """Units of leadership: mass roles as one or by team, named leaders each on their own."""
    units = [
        (role, tuple(of[role])) for role in (Role.SENIOR_LEADER, Role.MIDDLE_MANAGER) if of[role]
    ]
    units += [(Role.CHAMPION, (post,)) for post in of[Role.CHAMPION]]
    in_team: dict[float, list[int]] = {}
    for post in of[Role.FRONTLINE]:
        in_team.setdefault(posts[post][1].team, []).append(post)
    units += [(Role.FRONTLINE, tuple(staff)) for staff in in_team.values()]
    for role in (Role.MEMBER, Role.CARE_LEAVER):
        units += [(role, (post,)) for post in of[role] if posts[post][1].invited > 0.5]
    units += [(Role.CARER, (post,)) for post in of[Role.CARER]]
    return units
