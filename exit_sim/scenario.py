"""A scenario file, read, checked, complete."""

import tomllib
import typing
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from exit_sim.rule import Mechanism
from exit_sim.scheduled import Scheduled
from exit_sim.vocabulary import Choice
from exit_sim.world import Mechanisms, Parameters


def _flat(table, prefix=""):
    out = {}
    for k, v in table.items():
        name = f"{prefix}{k}"
        if isinstance(v, dict) and "value" not in v:
            out.update(_flat(v, name + "."))
        else:
            out[name] = v["value"] if isinstance(v, dict) else v
    return out


@cache
def _base():
    data = tomllib.loads((files("exit_sim") / "scenarios" / "baseline.toml").read_text())
    data.pop("about")
    return _flat(data)


def build(values):
    groups = {}
    for g in Parameters._fields:
        t = Parameters.__annotations__[g]
        if g == "mechanisms":
            continue
        hints = typing.get_type_hints(t, include_extras=True)
        vals = []
        for n in t._fields:
            v = values[f"{g}.{n}"]
            kind = hints[n].__metadata__[0]
            if isinstance(kind, Choice):
                v = float(kind.words[v.upper().replace(" ", "_")])
            vals.append(float(v))
        groups[g] = t(*vals)
    mech = {}
    for g in Mechanisms._fields:
        t = Mechanisms.__annotations__[g]
        mech[g] = t(*[Mechanism(float(values[f"mechanisms.{g}.{n}"]), *[0.0] * 9) for n in t._fields])
    return Parameters(mechanisms=Mechanisms(**mech), **groups)


class Scenario:
    def __init__(self, values, events=()):
        self.values, self.events = values, events
        self.parameters = build(values)
        self.horizon = int(values["time.horizon"])
        self.burn_in = int(values["time.burn_in"])

    @classmethod
    def load(cls, name):
        return cls(dict(_base()))

    def with_(self, settings):
        return Scenario({**self.values, **settings}, self.events)

    def schedule(self, month):
        s = Scheduled()
        for e in self.events:
            if e[0] <= month <= e[1]:
                s = s._replace(**{e[2]: e[3]})
        return s


@cache
def baseline():
    return Scenario.load("baseline").parameters
