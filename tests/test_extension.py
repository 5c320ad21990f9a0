"""A sixth ingredient and one more role are added as CONTRIBUTING.md says, and no engine changes."""

import json
import os
import subprocess
import sys
from filecmp import cmp
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import exit_sim
from exit_sim.vocabulary import Role

ORIGINAL = Path(exit_sim.__file__).parent
TINY = {
    "people.frontline": 4,
    "people.teams": 2,
    "people.members": 1,
    "people.care_leavers": 4,
    "people.middle_managers": 2,
    "people.senior_leaders": 2,
    "people.sites": 0,
    "innovation.pilot_teams": 1,
    "time.horizon": 6,
    "time.burn_in": 2,
}

INGREDIENT = '''"""Rest: people who are rested think further ahead."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import share
from exit_sim.rule import rule
from exit_sim.vocabulary import Share


class Settings(NamedTuple):
    """What a scenario may set."""

    returns: Annotated[Share, "share of lost rest that comes back in a month"]


class Rest(NamedTuple):
    """What changes from month to month."""

    rested: Annotated[Share, "how rested people are"]


@rule
def next_rested(rested: float, returns: float) -> float:
    """Rest comes back by a share of what is lost. [share]

    Source: assumed.

    >>> next_rested(0.0, 0.25)
    0.25
    """
    return share(rested + returns * (1.0 - rested))
'''

STEP = '''"""People rest, and think further ahead."""

from typing import TYPE_CHECKING

from exit_sim.draws import Luck
from exit_sim.ingredients import rest
from exit_sim.rule import step
from exit_sim.vocabulary import NOTHING, Happened

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


@step
def people_rest(world: "World", p: "Parameters", luck: Luck) -> tuple[rest.Rest, Happened]:
    """Everybody rests for a month."""
    return rest.Rest(rested=rest.next_rested(world.rest.rested, p.rest.returns)), NOTHING
'''

ROLE = '''"""Neighbours wish young people well, as far as young people trust."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import share
from exit_sim.people.person import Holder, Post, fills_or_leaves, first_holder, mean_heard
from exit_sim.rule import step
from exit_sim.vocabulary import NOTHING, Happened, Share

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Neighbour(NamedTuple):
    """What changes monthly about one neighbour."""

    holder: Holder
    goodwill: Annotated[Share, "how well a neighbour wishes young people"]


class Heard(NamedTuple):
    """Sums along a neighbour's ties."""

    trust: float
    trust_ties: float


class Tally(NamedTuple):
    """Sums over neighbours, in person order."""

    posts: float
    goodwill: float


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Neighbour:
    """The neighbour who lived there already."""
    return Neighbour(holder=first_holder(post, p, luck), goodwill=0.0)


@step
def turn_over(
    me: Neighbour, world: "World", p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """Neighbours move away as carers stop."""
    return fills_or_leaves(me.holder, p.setting.carer_leaves, 0.0, p, luck)


@step
def renew(me: Neighbour, world: "World", p: "Parameters", luck: Luck) -> tuple[Neighbour, Happened]:
    """Another neighbour begins afresh."""
    if me.holder.arrived < 0.5:
        return me, NOTHING
    return Neighbour(holder=me.holder, goodwill=0.0), NOTHING


@step
def month(
    me: Neighbour, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Neighbour, Happened]:
    """Wish well as far as those heard trust."""
    if me.holder.present < 0.5:
        return me, NOTHING
    goodwill = share(mean_heard(heard.trust, heard.trust_ties, 0.0))
    return Neighbour(holder=me.holder, goodwill=goodwill), NOTHING


@step
def tally(total: Tally, me: Neighbour, world: "World", p: "Parameters") -> Tally:
    """Count one neighbour in."""
    return Tally(posts=total.posts + 1.0, goodwill=total.goodwill + me.goodwill)
'''

AGENT = '''class Neighbour(Person):
    """Wishes young people well, as far as they trust."""

    role = Role.NEIGHBOUR


'''

RUN = """
import json, sys
import exit_sim
from exit_sim.results.run_record import simulate
from exit_sim.results.tables import tables
from exit_sim.scenario import Scenario

scenario = Scenario.load("baseline").with_(json.loads(sys.argv[1]))
run = simulate(scenario, 1, people=True)
found = {
    table.name: [dict(zip([c.name for c in table.columns], row)) for row in table.rows]
    for table in tables([run], people=True)
}
counted = {name: [getattr(world.people, name)._asdict() for _, world in run.months]
           for name in run.months[0][1].people._fields}
print(json.dumps({"file": exit_sim.__file__, "tables": found, "counted": counted}))
"""


class House:
    """A copy of the package, into which lines are put as a contributor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "exit_sim"
        copytree(ORIGINAL, self.root, ignore=ignore_patterns("__pycache__"))

    def new(self, path: str, text: str) -> None:
        """Write a new file."""
        assert not (self.root / path).exists()
        (self.root / path).write_text(text, "utf-8")

    def put(self, path: str, before: str, text: str) -> None:
        """Put text right before words that stand there once."""
        file = self.root / path
        old = file.read_text("utf-8")
        assert old.count(before) == 1, f"{path} says {before!r} {old.count(before)} times"
        file.write_text(old.replace(before, text + before), "utf-8")

    def touched(self) -> set[str]:
        """Every file that is new or not byte for byte what it was."""
        files = {
            path.relative_to(self.root)
            for path in self.root.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        return {
            path.as_posix()
            for path in files
            if not (ORIGINAL / path).exists()
            or not cmp(self.root / path, ORIGINAL / path, shallow=False)
        }

    def run(self, **settings: Any) -> dict[str, Any]:
        """Follow a tiny organisation with the changed package, in a process of its own."""
        named = {name.replace("__", "."): value for name, value in settings.items()}
        done = subprocess.run(
            [sys.executable, "-c", RUN, json.dumps(TINY | named)],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
        )
        assert done.returncode == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        assert Path(said["file"]).is_relative_to(self.folder)
        return said


def assumed(name: str, value: float, unit: str, short: str) -> str:
    """Give the baseline's line for a setting."""
    return (
        f'{name} = {{ value = {value}, range = [0, 1], unit = "{unit}", source = "assumed", '
        f'confidence = "low", short = "{short}" }}\n'
    )


def test_a_sixth_ingredient_touches_no_engine(tmp_path) -> None:
    """An ingredient is two files, a line where it is listed, one on the agenda, and a table."""
    house = House(tmp_path)
    house.new("ingredients/rest.py", INGREDIENT)
    house.new("resting.py", STEP)
    house.put("world.py", ")\nfrom exit_sim.people import", "    rest,\n")
    house.put("world.py", "    take_up: take_up.Settings\n", "    rest: rest.Settings\n")
    house.put("world.py", "    start: starting.Start\n", "    rest: rest.Rest\n")
    house.put("month.py", ")\nfrom exit_sim.people import", "    resting,\n")
    house.put(
        "month.py",
        '    _does("senior leaders open up',
        '    Step("people rest", ORGANISATION, "rest", resting.people_rest),\n',
    )
    house.put(
        "scenarios/baseline.toml",
        "[take_up]\n",
        "[rest]\n" + assumed("returns", 0.25, "share", "rest_returns") + "\n",
    )

    assert house.touched() == {
        "ingredients/rest.py",
        "resting.py",
        "world.py",
        "month.py",
        "scenarios/baseline.toml",
    }
    months = house.run()["tables"]["months"]
    rested = [month["rest.rested"] for month in months]
    assert rested == [1 - 0.75**lived for lived in range(3, 9)]  # two months of burn-in
    still = house.run(rest__returns=0)["tables"]["months"]
    assert {month["rest.rested"] for month in still} == {0}


def test_one_more_role_touches_no_engine(tmp_path) -> None:
    """A role is a file, a line where roles are listed, its ties, its posts and an agent class."""
    house = House(tmp_path)
    house.put("vocabulary.py", "\n\nORGANISATION = -1", f"    NEIGHBOUR = {max(Role) + 1}\n")
    house.new("people/neighbour.py", ROLE)
    house.put("world.py", "    person,\n", "    neighbour,\n")
    house.put("world.py", "\n\nclass World(NamedTuple)", "    neighbour: neighbour.Tally\n")
    house.put("month.py", "    senior_leader,\n    site,\n", "    neighbour,\n")
    house.put("month.py", '}\n"""Each role', "    Role.NEIGHBOUR: neighbour,\n")
    house.put(
        "month.py",
        '    Muster("what the month came to',
        '    _does("neighbours wish young people well", Role.NEIGHBOUR),\n',
    )
    house.put(
        "people/person.py",
        "    newcomer_tie: Annotated",
        '    neighbours: Annotated[Count, "neighbours of young people"]\n',
    )
    ties = "ties.py"
    house.put(ties, "    }\n\n\ndef _posts", "        Role.NEIGHBOUR: int(people.neighbours),\n")
    house.put(
        ties,
        "    neighbours: Annotated",
        '    neighbour_young: Annotated[Weight, "a neighbour hears a young person"]\n',
    )
    house.put(ties, "\n\nclass Says(NamedTuple)", "    neighbour_young: float\n")
    house.put(
        ties,
        "}\n\n\n@step\ndef weights",
        '    "neighbour_young": Tie(\n'
        '        Role.NEIGHBOUR, Role.CARE_LEAVER, (Says("trust", "trust", "trust_ties"),)\n'
        "    ),\n",
    )
    house.put(ties, "    )\n\n\nclass Edge(NamedTuple)", "        neighbour_young=1.0,\n")
    house.put(
        ties,
        "    return edges\n",
        "    for neighbour in of[Role.NEIGHBOUR]:\n"
        "        for person in young:\n"
        '            tie("neighbour_young", neighbour, person)\n',
    )
    house.put("agents.py", "AGENTS: dict", AGENT)
    house.put("agents.py", "    )\n}\n", "        Neighbour,\n")
    house.put(
        "story/words.py", '        Role.SITE: "site"', '        Role.NEIGHBOUR: "neighbour",\n'
    )
    baseline = "scenarios/baseline.toml"
    house.put(baseline, "newcomer_tie =", assumed("neighbours", 0, "number", "people_neighbours"))
    weight = assumed("neighbour_young", 1, "weight (pure number)", "ties_neighbour_young")
    house.put(baseline, "carer_young =", weight)

    assert house.touched() == {
        "vocabulary.py",
        "people/neighbour.py",
        "people/person.py",
        "world.py",
        "month.py",
        "ties.py",
        "agents.py",
        "story/words.py",
        baseline,
    }
    said = house.run(people__neighbours=2, setting__carer_leaves=0)
    rows = said["tables"]["people_neighbour"]
    assert len(rows) == 2 * TINY["time.horizon"]
    assert all(0 < row["goodwill"] <= 1 for row in rows)
    assert len({row["goodwill"] for row in rows}) > 1
    for month, counted in enumerate(said["counted"]["neighbour"], 1):
        mine = [row["goodwill"] for row in rows if row["month"] == month]
        assert counted == {"posts": 2, "goodwill": sum(mine)}
    assert "people_neighbour" not in house.run()["tables"]
