"""Random organisations in which much happens: most start, use the practice, and decide on it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from exit_sim.ensemble.jobs import Job
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE
from strategies import OTHERS, scenarios, settings

TO_BEGIN: dict[str, Sequence[Any]] = {
    "decisions.proposer_bar": (0,),
    "decisions.proposal_rate": (5,),
    "decisions.sponsor_bar": (0, 0.02),
    "decisions.first_vote_after": (0, 2),
    "innovation.rounds_open": (1,),
    "innovation.grant": (0.5, 1),
    "innovation.preparation_months": (0, 1),
    "innovation.pilot_months": (1, 3, 6, 12),
    "innovation.mainstream_cost": (0.1, 0.5, 1),
    "setting.reserves": (0.02, 0.3, 2),
    "take_up.reluctance": (-1, 0, 0.4),
    "decisions.leaning": (0.3, 0.6, 0.9),
    "decisions.commissioner_leaning": (0.45, 0.6),
    "decisions.commissioner_spread": (0.1, 0.4),
    "decisions.spread_reach": (0, 0.1),
    "decisions.stop_harm": (0.001, 0.1),
    "adaptation.experiments_most": (0.1, 0.6),
    "scaling.outside": (0, 0.1),
    "scaling.exposure": (0.1,),
    "scaling.site_drops": (0, 0.2),
    "lives.youngest": (200, 216),
    "leadership.champion_leaves": (0.01, 0.2),
    "leadership.burn_rate": (0.02, 0.3),
    "leadership.succession_know_how": (0, 0.5),
}
"""What lets an innovation begin at once and be used, and some of what may come of it."""

SOMEBODY = (
    "people.senior_leaders",
    "people.middle_managers",
    "people.champions",
    "people.frontline",
    "people.care_leavers",
)


@st.composite
def lively(draw: st.DrawFn, max_people: int = 60, max_horizon: int = 36) -> Scenario:
    """A random organisation that lets an innovation begin, if it has anybody who could begin it."""
    found = draw(scenarios(max_people=max_people, max_horizon=max_horizon))
    begins = {name: draw(st.sampled_from(values)) for name, values in TO_BEGIN.items()}
    if draw(st.integers(0, 5)) < 5:
        begins |= {name: max(1.0, float(found.values[name])) for name in SOMEBODY}
        begins["time.horizon"] = float(max(found.horizon, min(18, max_horizon)))
    return found.with_(begins, by="random")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Job, Job]:
    """Two runs that come side by side: as many posts and months, all else and their luck apart."""
    one = draw(scenarios() if draw(st.integers(0, 5)) == 5 else lively())
    loose = {name for name in OTHERS if not SETTABLE[name].whole and name not in TO_BEGIN}
    other = one.with_({n: v for n, v in draw(settings()).items() if n in loose}, by="random")
    seeds = st.integers(0, 2**53 - 1)
    return Job(one, draw(seeds)), Job(other, draw(seeds))
