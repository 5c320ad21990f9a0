"""Organisations of one shape: as many posts, ties and months, so that they run side by side."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ensemble.composing import (
    START,
    WORLD_SIZE,
    groups,
    place,
    state_of,
    stride,
)
from exit_sim.month import ROLES
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE
from exit_sim.ties import Plan, plan
from exit_sim.vocabulary import Role

STRUCTURAL = tuple(name for name, one in SETTABLE.items() if one.whole)
"""Settings that count posts, teams, ties or months: what alone decides a shape."""


class Shape(NamedTuple):
    """What counts alone decide, as the compiled program reads it.

    ``months`` is (burn-in, horizon); ``where`` each role's number of posts, place in memory and
    first post, then for each group of ties the first of its listeners' rows; ``posts`` the fields
    of every :class:`~exit_sim.people.person.Post`, end to end; ``units`` each unit of leadership
    as (role, units that share its weight, first and last of its ``efforts``, where ``builds``
    stands); ``fixed`` the ties that are not drawn, each coded as one number that sorts by
    listener's row, place of the speaker in memory, and kind; ``rings`` those that are, as (kind,
    number, first row, members, hops, first post, its place, places apart).
    """

    months: Any
    where: Any
    posts: Any
    post_roles: Any
    post_places: Any
    units: Any
    efforts: Any
    fixed: Any
    rings: Any


class Sizes(NamedTuple):
    """How much memory one organisation of a shape takes."""

    numbers: int
    rows: int
    ties: int
    drawn: int


class Known(NamedTuple):
    """A shape, its sizes, and the role of every post."""

    shape: Shape
    sizes: Sizes
    roles: tuple[Role, ...]
    places: Mapping[Role, int]


def shape_of(scenario: Scenario) -> Known:
    """Give the shape of a scenario; scenarios alike in every count share one."""
    return _known(_Counts(scenario))


class _Counts:
    """A scenario, equal to any other of the same counts."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.key = tuple(scenario.given[name].value for name in STRUCTURAL)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counts) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=64)
def _known(counts: _Counts) -> Known:
    scenario = counts.scenario
    laid = plan(scenario.parameters)
    roles = tuple(role for role, _ in laid.posts)
    where = np.zeros(START + len(groups()), np.int64)
    at, places = WORLD_SIZE, {}
    for role in ROLES:
        number = roles.count(role)
        first = roles.index(role) if number else 0
        where[3 * role : 3 * role + 3] = number, at, first
        places[role] = at
        at += number * stride(role)
    rows = 0
    for number, group in enumerate(groups()):
        where[START + number] = rows
        rows += roles.count(group.listener)
    post_places = np.array(
        [places[role] + int(post.number) * stride(role) for role, post in laid.posts], np.int64
    )
    fixed, rings = _ties(laid, where, post_places)
    units, efforts = _units(laid, post_places)
    drawn = int(sum(2 * ring[3] * ring[4] for ring in rings))
    shape = Shape(
        months=np.array([scenario.burn_in, scenario.horizon], np.int64),
        where=where,
        posts=np.array([list(post) for _, post in laid.posts], np.float64).reshape(-1),
        post_roles=np.array([int(role) for role in roles], np.int64),
        post_places=post_places,
        units=units,
        efforts=efforts,
        fixed=fixed,
        rings=rings,
    )
    return Known(shape, Sizes(at, rows + 1, len(fixed) + drawn, drawn), roles, places)


def _ties(laid: Plan, where: Any, post_places: Any) -> tuple[Any, Any]:
    """Code every tie as one number that sorts by listener's row, speaker and kind."""
    of_kind = {}
    for number, group in enumerate(groups()):
        for kind in group.kinds:
            of_kind[kind] = (int(where[START + number]), int(where[3 * group.listener + 2]))
    coded = []
    for edge in laid.edges:
        row, listeners = of_kind[edge.kind]
        place = int(post_places[edge.speaker])
        coded.append((row + edge.listener - listeners) << 32 | place << 8 | edge.kind)
    rings = []
    for ring in laid.rings:
        first, second = ring.members[:2]
        apart = int(post_places[second] - post_places[first])
        row = of_kind[ring.kind][0]
        found = [ring.kind, ring.number, row, len(ring.members), ring.hops, first]
        rings.append([*found, int(post_places[first]), apart])
    return np.array(sorted(coded), np.int64), np.array(rings, np.int64).reshape(-1, 8)


def _units(laid: Plan, post_places: Any) -> tuple[Any, Any]:
    sharing = [role for role, _ in laid.units]
    units: list[list[int]] = []
    efforts: list[int] = []
    for role, posts in laid.units:
        state = state_of(role)
        shared = sharing.count(role) if role == Role.FRONTLINE else 1
        builds = post_places[posts[0]] + place(state, "builds")
        units.append([int(role), shared, len(efforts), len(efforts) + len(posts), builds])
        efforts += [post_places[post] + place(state, "effort") for post in posts]
    return np.array(units, np.int64).reshape(-1, 5), np.array(efforts, np.int64)
