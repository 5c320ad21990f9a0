"""Settings that must agree with each other: teams with staff, pilots with teams, posts in all."""

from collections.abc import Iterable, Mapping

from exit_sim.scenario_file import Document
from exit_sim.settable import SETTABLE, Value
from exit_sim.stated import Given

MOST_POSTS = 20_000
POSTS = (
    *(
        name
        for name, one in SETTABLE.items()
        if name.startswith("people.") and one.whole and name != "people.teams"
    ),
    "leadership.deputies",
)
"""Every count of posts that an organisation has."""

FRONTLINE, TEAMS, PILOT = "people.frontline", "people.teams", "innovation.pilot_teams"


def check(doc: Document, values: Mapping[str, Value], given: Mapping[str, Given]) -> None:
    """Refuse settings that contradict each other, where one of them was just given."""
    if not given.keys() & {*POSTS, TEAMS, PILOT}:
        return
    count = {name: int(float(values[name])) for name in (*POSTS, TEAMS, PILOT)}
    posts = sum(count[name] for name in POSTS)
    if posts > MOST_POSTS:
        largest = max(given.keys() & set(POSTS), key=lambda name: count[name], default=POSTS[0])
        problem = f"makes {posts} posts in all"
        _refuse(doc, values, given, problem, f"allowed: at most {MOST_POSTS}", [largest])
    if count[FRONTLINE] == 0:
        return
    if count[TEAMS] == 0:
        problem = f"leaves {FRONTLINE} = {count[FRONTLINE]} without a team"
        _refuse(doc, values, given, problem, "allowed: at least 1 team", [TEAMS, FRONTLINE])
    if count[TEAMS] > count[FRONTLINE]:
        problem = f"contradicts the {count[TEAMS]} teams of {count[FRONTLINE]} professionals"
        allowed = f"allowed: {TEAMS} at most {FRONTLINE}"
        _refuse(doc, values, given, problem, allowed, [TEAMS, FRONTLINE])
    if count[PILOT] > count[TEAMS]:
        problem = f"contradicts the {count[PILOT]} pilot teams among {count[TEAMS]} teams"
        allowed = f"allowed: {PILOT} at most {TEAMS}"
        _refuse(doc, values, given, problem, allowed, [PILOT, TEAMS])


def _refuse(
    doc: Document,
    values: Mapping[str, Value],
    given: Mapping[str, Given],
    problem: str,
    allowed: str,
    names: Iterable[str],
) -> None:
    name = next((each for each in names if each in given), "")
    keys = given[name].keys if name else ()
    raise doc.bad(problem, keys, int(float(values[name])) if name else None, allowed)
