"""What may be set beside the viewer: a setting or two of each ingredient, and the seed."""

from types import MappingProxyType
from typing import Any

from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE, Value

WORDS = MappingProxyType(
    {
        "receptivity.culture": "Supportive culture",
        "setting.pressure": "Pressure to perform",
        "co_production.at_inception": "Co-produced from inception",
        "co_production.voice_weight": "Weight of voice",
        "leadership.builds_others": "Champion builds others up",
        "measurement.viewpoint": "Whose lives are measured",
        "adaptation.experiments_most": "Experiments a month",
        "innovation.profile": "How pilot money is paid",
    }
)
"""Settings of which every allowed value means something to somebody who watches."""

SEEDS = 100
"""As far as the slider reaches; any seed may be run without the viewer."""


def controls(scenario: Scenario) -> dict[str, Any]:
    """Give each setting its control, at the scenario's own value, and the seed; the rest stands."""
    found: dict[str, Any] = {"organisation": scenario}
    for name, label in WORDS.items():
        found[name] = {"label": label, **_control(name, scenario.values[name])}
    found["seed"] = {
        "type": "SliderInt", "label": "Seed", "value": 1, "min": 1, "max": SEEDS, "step": 1,
    }  # fmt: skip
    return found


def _control(name: str, value: Value) -> dict[str, Any]:
    one = SETTABLE[name]
    if one.words:
        return {"type": "Select", "value": value, "values": list(one.words)}
    if isinstance(value, str):
        raise TypeError(name)
    if one.flag:
        return {"type": "Checkbox", "value": value > 0.5}
    return {"type": "SliderFloat", "value": value, "min": one.low, "max": one.high, "step": 0.01}
