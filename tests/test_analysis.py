"""What rests on many journeys: usual levels of mechanisms, and the reference population's bands."""

import math

import numpy as np
import pytest

from exit_sim.analysis.calibration.targets import Target, needed, reading, targets
from exit_sim.analysis.holding import listen_to
from exit_sim.analysis.reference import table
from exit_sim.results.fingerprint import rules_hash
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario
from exit_sim.scenario.held import held_constants
from exit_sim.world import Mechanisms

NAMES = [
    f"{group}.{name}"
    for group in Mechanisms._fields
    for name in Mechanisms.__annotations__[group]._fields
]
SMALL = {
    "people.frontline": 6,
    "people.teams": 2,
    "people.care_leavers": 6,
    "people.middle_managers": 2,
    "innovation.pilot_teams": 1,
    "time.horizon": 24,
}


def test_usual_levels_were_measured_on_these_rules() -> None:
    """The levels at which mechanisms are held belong to the rules as they are."""
    assert held_constants().rules == rules_hash(), "the rules have changed: run make held"


@pytest.mark.parametrize("name", NAMES)
def test_every_mechanism_has_a_usual_level(name: str) -> None:
    """Every mechanism of the closed list can be held, in each role in which it acts."""
    levels = held_constants().constants[f"mechanisms.{name}"]
    assert all(math.isfinite(level) for level in levels.values())


def test_a_term_that_never_varies_is_its_own_usual_level() -> None:
    """Listening finds the term that a strength multiplies: a fixed delay is its own mean."""
    total, count = listen_to(1)["measurement.delay", "organisation"]
    usual = Scenario.load("baseline").values["measurement.delay_months"]
    assert count > 0
    assert total / count == usual


def test_held_keeps_the_level_and_cuts_the_dependence() -> None:
    """Held, openness still responds, but no longer the more sharply the higher the pressure."""
    calm = Scenario.load("baseline").with_({**SMALL, "setting.pressure": 0.1})
    pressed = calm.with_({"setting.pressure": 0.7})
    with_rules = [_sharpness(one) for one in (calm, pressed)]
    held = [_sharpness(one.held("receptivity.gain")) for one in (calm, pressed)]
    assert with_rules[0] < with_rules[1]
    assert held[0] == held[1] > 0.0


def _sharpness(scenario: Scenario) -> float:
    p = scenario.parameters
    gain = p.mechanisms.receptivity.gain
    if gain.held > 0.5:
        return gain.strength * gain.senior_leader
    q = p.receptivity
    return gain.strength * (q.gain_calm + q.gain_pressure * p.setting.pressure)


@pytest.mark.parametrize("name", ["leadership.attention", "take_up.leaders", "lives.continuity"])
def test_off_and_held_change_what_happens(name: str) -> None:
    """A knock-out is felt: off and held give another journey than the rules as they are."""
    usual = Scenario.load("baseline").with_({**SMALL, "decisions.proposer_bar": 0})
    months = [simulate(one, 2).months for one in (usual, usual.off(name), usual.held(name))]
    assert months[0] != months[1]
    assert months[0] != months[2]


def test_a_band_is_read_with_its_denominator_and_its_error() -> None:
    """A share counts only those it is among; its error shrinks with how many they are."""
    nan = math.nan
    columns = {
        "x": np.array([1.0, 0.0, 1.0, nan]),
        "first_use_month": np.array([3.0, 4.0, nan, 5.0]),
    }
    target = Target("x", "x", "started", "mean", 0.4, 0.6, accepts=True, source="by hand")
    found = reading(target, columns)
    assert (found.value, found.among, found.verdict) == (0.5, 2, "reached")
    assert found.error == pytest.approx(math.sqrt(0.125))
    missed = reading(target._replace(among="everyone", low=0.7, high=0.9), columns)
    assert (missed.verdict, missed.among) == ("missed, below", 3)
    assert missed.beyond == pytest.approx(0.7 - 2 / 3)


def test_bands_that_nobody_meets_are_shown_as_such() -> None:
    """A table of nobody has a row for every band and claims none of them."""
    lines = table({name: np.zeros(0) for name in needed()}).splitlines()
    assert len(lines) == len(targets()) + 2
    assert not any("| reached |" in line for line in lines)
