"""The EMA Workbench explores uncertainties and levers; exit_sim is its model."""

from ema_workbench import Constant, Model, RealParameter, ScalarOutcome, perform_experiments
from ema_workbench.em_framework import CategoricalParameter

from exit_sim.api import evaluate

NAMES = {"culture": "receptivity.culture", "supplanting": "innovation.supplanting"}


def innovation(
    culture: float = 0.5, supplanting: float = 0.35, profile: str = "cliff", seed: int = 1
) -> dict[str, float]:
    """One organisation: names without dots, as the workbench wants them."""
    point = {NAMES["culture"]: culture, NAMES["supplanting"]: supplanting}
    came = evaluate(point | {"innovation.profile": profile}, seed)
    return {name: came[name] for name in ("initiated", "reported_change", "cost")}


model = Model("innovation", function=innovation)
model.uncertainties = [
    RealParameter("culture", 0.3, 0.75),
    RealParameter("supplanting", 0.1, 0.6),
]
model.levers = [CategoricalParameter("profile", ["cliff", "taper"])]
model.constants = [Constant("seed", 1)]
model.outcomes = [ScalarOutcome("initiated"), ScalarOutcome("cost")]

experiments, outcomes = perform_experiments(model, scenarios=5, policies=2)
print(f"{len(experiments)} experiments; {outcomes['initiated'].mean():.2f} of them started")
