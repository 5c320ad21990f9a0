# %% [markdown]
# # Ten minutes with exit_sim
#
# Everything here is simulated, not a forecast. It shows what is enough to produce a pattern in the
# model. No organisation in it is a real one.

# %%
from exit_sim.api import (
    Scenario,
    ensemble,
    evaluate,
    fragility,
    frames,
    members,
    simulate,
    twins,
)

# %% [markdown]
# ## One organisation
#
# A scenario is complete, and never altered: `with_` and `changed` derive another one. `simulate`
# lives through one journey with Mesa and keeps all of it.

# %%
council = Scenario.load("funder_pilot_cliff")
bolder = council.with_({"receptivity.culture": 0.65})
run = simulate(bolder, seed=13)
month, world = run.months[-1]
print(f"in month {month} reach is {world.journey.reach:.2f}")

# %% [markdown]
# ## Many journeys
#
# The same rules, compiled: the numbers are the same to the last bit. The first call on a machine
# compiles for about half a minute; later ones begin at once. Inputs are columns.

# %%
found = ensemble([council, bolder], seeds=range(1, 33))
print(found.groupby("receptivity.culture")["sustained_any"].mean().round(2).to_dict())

# %% [markdown]
# ## Of 100 organisations
#
# A policy question is about organisations that differ. A population says how.

# %%
them = members("reference", 50, columns=["sustained_any", "benefit_fifth_24"])
print(them.groupby("setting.sector")["sustained_any"].agg(["mean", "size"]).round(2))

# %% [markdown]
# ## Twins
#
# Paired runs with common random numbers: the same organisation with the same luck, one thing
# changed. What differs is then the change's doing, and few pairs say much.

# %%
study = twins(council, "taper", {"receptivity.culture": 0.65}, runs=64)
for side, option in enumerate(study.options[1:], 1):
    lasts = study.paired(study.outcomes[1], side)
    more, error = 100 * lasts.difference, 100 * lasts.simulation
    print(f"{option.label}: {more:+.0f} of 100 last, simulation error {error:.0f}")

# %% [markdown]
# ## Fragility
#
# What does the champion's departure cost, and would shared leadership pay? With so few journeys
# only the form of the answer can be seen.

# %%
of_one = Scenario.load("champion_leaves_pilot")
fragile = fragility(of_one, runs=20, every=24, rates=[0.0, 0.3])
departures = frames(fragile)["departures"]
print(departures[departures["outcome"] == "sustained_any"].head())

# %% [markdown]
# ## One point
#
# What SALib, the EMA Workbench and optimisers ask for: a point and a seed, outcomes by name.

# %%
came = evaluate({"receptivity.culture": 0.6, "innovation.supplanting": 0.2}, seed=7)
print(came["ending"], came["months_to_start"])
