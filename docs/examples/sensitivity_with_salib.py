"""Which settings move what lasts? SALib chooses the points, exit_sim says what came of each."""

import numpy as np
from SALib.analyze import morris as analyse
from SALib.sample import morris as sample

from exit_sim.api import evaluate

problem = {
    "num_vars": 3,
    "names": ["receptivity.culture", "innovation.supplanting", "leadership.champion_leaves"],
    "bounds": [[0.3, 0.75], [0.1, 0.6], [0.01, 0.03]],
}
points = sample.sample(problem, N=4, seed=1)
reach = []
for point in points:
    settings = dict(zip(problem["names"], map(float, point), strict=True))
    # The same seeds at every point: common random numbers, so that luck does not hide settings.
    came = [evaluate(settings, seed)["reach_at_pilot_end"] for seed in range(1, 5)]
    reach.append(np.nanmean(came))
found = analyse.analyze(problem, points, np.array(reach), seed=1)
for name, effect in zip(problem["names"], found["mu_star"], strict=True):
    print(f"{name}: mean absolute effect on reach at the pilot's end {effect:.2f}")
