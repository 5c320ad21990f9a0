"""Settings that must agree with each other: teams with staff, pilots with teams, posts in all."""

from collections.abc import Mapping

from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import Given

MOST_POSTS = 20_000
FRONTLINE, TEAMS, PILOT = "people.frontline", "people.teams", "innovation.pilot_teams"
POSTS = (
    *(
        name
        for name, one in SETTABLE.items()
        if name.startswith("people.") and one.whole and name != TEAMS
    ),
    "leadership.deputies",
)
"""Every count of posts that an organisation has."""


def check(doc: Document, given: Mapping[str, Given], own: Mapping[str, Given]) -> None:
    """Refuse settings that contradict each other, where one of them is a file's own."""
    if not own.keys() & {*POSTS, TEAMS, PILOT}:
        return
    count = {name: int(given[name].value) for name in (*POSTS, TEAMS, PILOT)}

    def refuse(problem: str, allowed: str, *names: str) -> None:
        name = next((each for each in names if each in own), "")
        keys = own[name].keys if name else ()
        doc.refuse(problem, keys, count[name] if name else None, allowed)

    posts = sum(count[name] for name in POSTS)
    if posts > MOST_POSTS:
        largest = sorted(POSTS, key=lambda name: -count[name])
        refuse(f"makes {posts} posts in all", f"allowed: at most {MOST_POSTS}", *largest)
    if count[FRONTLINE] == 0:
        return
    if count[TEAMS] == 0:
        problem = f"leaves {count[FRONTLINE]} frontline professionals without a team"
        refuse(problem, f"allowed: {TEAMS} at least 1", TEAMS, FRONTLINE)
    if count[TEAMS] > count[FRONTLINE]:
        problem = f"makes {count[TEAMS]} teams of {count[FRONTLINE]} frontline professionals"
        refuse(problem, f"allowed: {TEAMS} at most {FRONTLINE}", TEAMS, FRONTLINE)
    if count[PILOT] > count[TEAMS]:
        problem = f"makes {count[PILOT]} pilot teams of {count[TEAMS]} teams"
        refuse(problem, f"allowed: {PILOT} at most {TEAMS}", PILOT, TEAMS)
