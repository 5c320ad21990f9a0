"""A study: the same organisations by the same luck, once under each option."""

from collections.abc import Sequence

import numpy as np
import pytest

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import journeys_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.twins import study as studies
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.rounds import FIRST
from exit_sim.twins.study import Option, instead, of_population, of_scenario, study
from paired_studies import BASELINE, BETTER, by_luck, lives_by, units

SHORT = ["time.horizon=30", "time.burn_in=0"]
GOVERNING = BY_COLUMN[GOVERNS]
LATER = Option("horizon", lambda scenario: scenario.with_({"time.horizon": 100}))


def test_pairs_share_unit_and_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under every option the same seeds are lived through, in the same order, from the first on."""
    asked = lives_by(monkeypatch, by_luck)
    found = study(units(seed=7), [BETTER], runs=5)
    assert [job.seed for job in asked[0]] == [7, 8, 9, 10, 11] * 2
    assert found.seeds == [7, 8, 9, 10, 11]
    cultures = [job.scenario.values["receptivity.culture"] for job in asked[0]]
    assert cultures == [BASELINE.values["receptivity.culture"]] * 5 + [0.9] * 5


def test_the_first_option_is_always_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options A and B are each compared with no change; both at once may be a third."""
    lives_by(monkeypatch, by_luck)
    worse = Option("worse", lambda scenario: scenario.with_({"receptivity.culture": 0.1}))
    both = Option("both", lambda scenario: worse.of(BETTER.of(scenario)))
    found = study(units(), [BETTER, worse, both], runs=200)
    assert [option.label for option in found.options] == ["no change", "culture", "worse", "both"]
    up, down, last = (found.paired(GOVERNING, side).difference for side in (1, 2, 3))
    assert up > 0.0 > down
    assert last == down
    assert len({found.paired(GOVERNING, side).no_change for side in (1, 2, 3)}) == 1


def test_every_option_is_to_be_precise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds go on until the least certain option is as certain as asked for."""
    lives_by(monkeypatch, by_luck)
    same = Option("same", lambda scenario: scenario)
    alone = study(units(), [BETTER], precision=0.04)
    assert study(units(), [same], precision=0.04).pairs < alone.pairs
    assert study(units(), [same, BETTER], precision=0.04).pairs == alone.pairs


@pytest.mark.parametrize("at_once", [1, 7, 100])
def test_how_many_are_lived_together_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Units are made some at a time, which shows in nothing but memory."""
    lives_by(monkeypatch, by_luck)
    population = of_population(Population.load("reference"), 3)
    whole = study(population, [BETTER], runs=150).frame()
    monkeypatch.setattr(studies, "AT_ONCE", at_once)
    told: list[int] = []
    parts = study(population, [BETTER], runs=150, done=told.append).frame()
    assert parts.equals(whole)
    assert told == sorted(told)
    assert told[-1] == 300


def test_members_of_a_population_have_each_a_luck_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Member i is met under every option by its own seed, and its settings are kept beside it."""
    asked = lives_by(monkeypatch, by_luck)
    population = Population.load("reference")
    found = study(of_population(population, 5), [BETTER], runs=4)
    for number, (here, there) in enumerate(zip(asked[0][:4], asked[0][4:], strict=True)):
        member = population.member(number, 5)
        assert (here.scenario, here.seed) == (member, 5 + number)
        assert (there.scenario, there.seed) == (BETTER.of(member), 5 + number)
    frame = found.frame()
    assert len(frame) == 8
    assert list(frame["option"]) == ["no change"] * 4 + ["culture"] * 4
    assert set(population.varies) <= set(frame.columns)
    assert frame["unit"].tolist() == [0, 1, 2, 3] * 2


def test_ctrl_c_keeps_the_complete_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in a later round, a study is what its complete rounds say; in the first, nothing."""
    rounds = 1

    def lived(jobs: Sequence[Job]) -> np.ndarray:
        nonlocal rounds
        rounds -= 1
        if rounds < 0:
            raise KeyboardInterrupt
        return by_luck(jobs)

    lives_by(monkeypatch, lived)
    found = study(units(), [BETTER], runs=1000)
    assert (found.pairs, found.stopped) == (FIRST, True)
    assert len(found.columns[1][GOVERNS]) == FIRST
    with pytest.raises(KeyboardInterrupt):
        study(units(), [BETTER], runs=1000)


def test_options_of_another_horizon_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options that are followed for other lengths of time are refused in one sentence."""
    asked = lives_by(monkeypatch, by_luck)
    with pytest.raises(BadInput, match=r"^horizon is followed for 100 months, and no change for"):
        study(units(), [LATER], runs=2)
    assert asked == []


def test_only_what_twins_are_compared_by_governs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is no outcome is refused, and the nearest is named."""
    lives_by(monkeypatch, by_luck)
    with pytest.raises(BadInput, match="did you mean sustained_any"):
        study(units(), [BETTER], precision=0.1, governs="sustaned_any")


@pytest.mark.usefixtures("engine")
def test_twins_of_the_engine_are_what_each_would_be_alone() -> None:
    """A study's columns are those of the same journeys run without it, option by option."""
    here = Scenario.load("council_business_case", sets=SHORT)
    found = study(of_scenario(here, 11), [BETTER], runs=3)
    for side, scenario in enumerate((here, BETTER.of(here))):
        alone = journeys_of([Job(scenario, seed) for seed in (11, 12, 13)])
        for name, values in found.columns[side].items():
            assert list(map(repr, values)) == list(map(repr, alone[name])), name


@pytest.mark.usefixtures("engine")
def test_options_may_differ_in_size_and_whole_scenarios_may_be_options() -> None:
    """More staff, or another scenario in place of the first, is met by the same luck."""
    here = Scenario.load("council_business_case", sets=SHORT)
    larger = Option("larger", lambda scenario: scenario.with_({"people.frontline": 60}))
    other = Scenario.load("la_a", sets=SHORT)
    found = study(of_scenario(here), [larger, instead(other)], runs=4)
    assert found.options[2].label == other.title
    alone = journeys_of([Job(other, seed) for seed in found.seeds], ["cost"])
    assert found.columns[2]["cost"].tolist() == alone["cost"].tolist()
    assert found.columns[1]["cost"].shape == (4,)
