"""How much supervised training, at most, is worth while? An optimiser asks exit_sim."""

import numpy as np
from scipy.optimize import minimize_scalar

from exit_sim.api import evaluate

SEEDS = range(1, 9)


def loss(training: float) -> float:
    """Reach given up, plus a price for training: less is better."""
    point = {"take_up.training": float(training)}
    came = [evaluate(point, seed, "council_business_case") for seed in SEEDS]
    reach = np.nanmean([one["reach_at_pilot_end"] for one in came])
    return float(-reach + 0.5 * training)


found = minimize_scalar(loss, bounds=(0.0, 0.3), method="bounded", options={"maxiter": 8})
print(f"least loss at training {found.x:.2f} a month, reach less its price {-found.fun:.2f}")
