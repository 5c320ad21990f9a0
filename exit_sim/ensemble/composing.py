"""The agenda is composed into one program for the compiler; nobody writes the month twice.

Each entry of the agenda becomes a function of its own that walks the people it is for, in person
order, and each role's ties become one that adds up what is said along them. What comes out is the
source of a Python module: it can be read, it is what is compiled, and it holds no rule.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, get_type_hints

from exit_sim import opening
from exit_sim.draws import Stream
from exit_sim.ensemble.compiling import size
from exit_sim.month import AGENDA, ROLES, Muster, Step
from exit_sim.ties import KINDS, Tie
from exit_sim.vocabulary import ORGANISATION, Role
from exit_sim.world import People, World


@cache
def place(kind: Any, dotted: str) -> int:
    """Count the numbers that stand before a field, which may be a field's field."""
    name, _, rest = dotted.partition(".")
    at = 0
    for field, hint in get_type_hints(kind).items():
        if field == name:
            return at + place(hint, rest) if rest else at
        at += size(hint)
    raise KeyError(dotted)


@cache
def state_of(role: Role) -> Any:
    """The named tuple of a role's state, as its file declares it."""
    return get_type_hints(ROLES[role].first, localns={"Parameters": Any})["return"]


WORLD_SIZE = size(World)
EVERY_ROLE = range(max(Role) + 1)
"""Every role's number; a weight of leadership stands for each, 0 where none leads."""

START = 3 * len(EVERY_ROLE)
"""Where, in ``where``, groups of ties come after what is known of each role."""


class Group(NamedTuple):
    """Kinds of tie that one listener role adds up together, since they speak into one field."""

    listener: Role
    speaker: Role
    kinds: tuple[int, ...]


def _fields(tie: Tie) -> set[str]:
    return {say.heard for say in tie.says} | {say.ties for say in tie.says if say.ties}


@cache
def groups() -> tuple[Group, ...]:
    """Sort the kinds of tie so that every sum is taken in the order of the people who speak.

    Posts stand role by role, so that speakers of an earlier role are heard first; kinds from the
    same role that share a field are walked together, edge by edge.
    """
    found: list[Group] = []
    every = [(tie.listener, tie.speaker, kind) for kind, tie in enumerate(KINDS.values())]
    known = list(KINDS.values())
    for (listener, speaker), same in groupby(sorted(every), key=lambda one: one[:2]):
        parts: list[list[int]] = []
        for _, _, kind in same:
            meets = [p for p in parts if any(_fields(known[k]) & _fields(known[kind]) for k in p)]
            parts = [p for p in parts if p not in meets]
            parts.append(sorted([kind, *(k for p in meets for k in p)]))
        found += [Group(listener, speaker, tuple(kinds)) for kinds in sorted(parts)]
    return tuple(found)


HEAD = '''"""Composed from the agenda of exit_sim; not to be edited."""

from numba import njit

from exit_sim.draws import Luck
from exit_sim.ensemble import compiling, running
from exit_sim.ensemble.compiling import bare, part, part_inlined, read
from exit_sim.ensemble.running import note
from exit_sim.people.person import Post
from exit_sim.leading import add_unit
from exit_sim.opening import empty
from exit_sim.outcomes import ratio
from exit_sim.ties import weights
from exit_sim.world import Parameters, World
'''


# Nothing is allocated while the program runs, so it need not be counted who holds an array
# (_nrt); rules themselves see to it that nothing is divided by nought (error_model). What each
# entry of the agenda is given is bare: a dozen words, where arrays would take a hundred.
TAIL = """

@njit(nogil=True, cache=True, no_cfunc_wrapper=True, error_model="numpy", _nrt=False)
def run(shape, points, runs, memory, out):
    running.begin_block(memory, out)
    numbers, noted = bare(memory.numbers), bare(memory.noted)
    starts, speakers, kinds = bare(memory.starts), bare(memory.speakers), bare(memory.kinds)
    where, efforts = bare(shape.where), bare(shape.efforts)
    ledger, keep = bare(out.ledger), bare(out.keep)
    for n in range(runs.keys.shape[0]):
        key, point = runs.keys[n], runs.point_of[n]
        running.set_up(n, shape, points, runs, memory, out)
        settings = bare(points.settings[point])
        leads, usual = bare(points.leads[point]), bare(points.usual[point])
        begin(numbers, settings, where, bare(shape.posts), key, -shape.months[0])
        count(numbers, settings, where, shape.units, efforts, leads)
        for month in range(1 - shape.months[0], shape.months[1] + 1):
            running.turn_page(month, point, shape, points, memory, out)
            live(
                numbers, settings, where, shape.units, efforts, leads, starts, speakers, kinds,
                usual, ledger, noted, keep, key, month,
            )
            running.record(n, month, shape, memory, out)
    return running.end_block(runs, memory, out)
"""


def composed() -> str:
    """Write the month, and the first day, as the source of a module."""
    parts = [HEAD, *_imports(), *_known(), *_beginning(), *_month(), TAIL]
    return "\n".join(parts) + "\n"


def _alias(function: Any) -> str:
    return f"{function.__module__.removeprefix('exit_sim.').replace('.', '_')}__{function.__name__}"


def _imports() -> Iterator[str]:
    steps = [entry for entry in (*AGENDA, *opening.OPENING) if isinstance(entry, Step)]
    functions = {entry.function for entry in steps}
    for module in ROLES.values():
        functions |= {module.first, module.tally}
    for each in sorted(functions, key=_alias):
        yield f"from {each.__module__} import {each.__name__} as {_alias(each)}"


def _known() -> Iterator[str]:
    yield "compiling.register()"
    yield "refer_world = compiling.referrer(World, in_place=False)"
    yield "refer_settings = compiling.referrer(Parameters, in_place=True)"
    yield "load_post = compiling.loader(Post)"
    for role, module in ROLES.items():
        name = role.name.lower()
        state = state_of(role)
        yield f"from {state.__module__} import {state.__qualname__} as State_{name}"
        yield f"from {module.__name__} import Heard as Heard_{name}, Tally as Tally_{name}"
        yield f"load_{name} = compiling.loader(State_{name})"
        yield f"load_heard_{name} = compiling.loader(Heard_{name})"
        yield f"NO_{name} = empty(Tally_{name})"
    yield "from exit_sim.leading import NO_UNITS"


def _function(name: str, arguments: str, lines: list[str], how: str = "@part") -> str:
    body = ("    " + line for line in lines)
    return "\n".join(["", "", how, f"def {name}({arguments}):", *body])


ALIKE = "memory, settings, where, ledger, noted, keep, key, month"
KNOWN = ["world = refer_world(memory, 0)", "p = refer_settings(settings, 0)"]


def _beginning() -> Iterator[str]:
    for number, each in enumerate(opening.OPENING):
        lines = [*KNOWN, f"luck = Luck(key, 0, 0, {int(Stream.ORGANISATION)})"]
        lines += [f"new, happened = {_alias(each.function)}(world, p, luck)"]
        lines += [f"compiling.store(memory, {place(World, each.part)}, new)"]
        yield _function(f"open_{number}", "memory, settings, key", lines)
    for role, module in ROLES.items():
        yield _function(
            f"first_{role.name.lower()}",
            "memory, settings, where, posts, key, month",
            [
                "p = refer_settings(settings, 0)",
                f"first = where[{3 * role + 2}]",
                f"for i in range(where[{3 * role}]):",
                f"    luck = Luck(key, month, first + i, {int(Stream.PERSON_MONTH)})",
                "    post = load_post(posts, (first + i) * 7)",
                f"    me = {_alias(module.first)}(post, p, luck)",
                f"    compiling.store(memory, where[{3 * role + 1}] + i * {stride(role)}, me)",
            ],
        )
    lines = [f"open_{number}(memory, settings, key)" for number in range(len(opening.OPENING))]
    alike = "memory, settings, where, posts, key, month"
    lines += [f"first_{role.name.lower()}({alike})" for role in ROLES]
    yield _function("begin", alike, lines)


def _month() -> Iterator[str]:
    lines = []
    yield _count()
    yield from _hear()
    for at, entry in enumerate(AGENDA):
        if isinstance(entry, Muster):
            lines.append("count(memory, settings, where, units, efforts, leads)")
            if entry.listens:
                lines.append("hear(memory, settings, where, starts, speakers, kinds, usual)")
            continue
        lines.append(f"step_{at}({ALIKE})  # {entry.says}")
        yield _step(at, entry)
    yield _function(
        "live",
        "memory, settings, where, units, efforts, leads, starts, speakers, kinds, usual, "
        "ledger, noted, keep, key, month",
        lines,
        '@njit(inline="always")',  # the whole program need not be made ready twice
    )


def _step(at: int, entry: Step) -> str:
    if entry.role == ORGANISATION:
        return _function(
            f"step_{at}",
            ALIKE,
            [
                *KNOWN,
                f"luck = Luck(key, month, 0, {int(Stream.ORGANISATION)})",
                f"new, happened = {_alias(entry.function)}(world, p, luck)",
                f"compiling.store(memory, {place(World, entry.part)}, new)",
                "if happened.kind != 0.0:",
                "    note(ledger, noted, keep, month, -1, 0, happened)",
            ],
            "@part_inlined",  # once a month, a call costs about as much as what is called
        )
    role = Role(entry.role)
    name, state = role.name.lower(), state_of(role)
    part = place(state, entry.part) if entry.part else 0
    heard = f"load_heard_{name}(memory, at + {size(state)}), " if entry.listens else ""
    return _function(
        f"step_{at}",
        ALIKE,
        [
            *KNOWN,
            f"at = where[{3 * role + 1}]",
            f"first = where[{3 * role + 2}]",
            f"for i in range(where[{3 * role}]):",
            f"    me = load_{name}(memory, at)",
            f"    luck = Luck(key, month, first + i, {int(Stream.PERSON_MONTH)})",
            f"    new, happened = {_alias(entry.function)}(me, {heard}world, p, luck)",
            f"    compiling.store_beside(memory, at + {part}, new)",
            "    if happened.kind != 0.0:",
            f"        occupant = int(memory[at + {place(state, 'holder.occupant')}])",
            "        note(ledger, noted, keep, month, first + i, occupant, happened)",
            f"    at += {stride(role)}",
        ],
    )


def stride(role: Role) -> int:
    """Numbers for each person of a role: the state, then what is heard."""
    return size(state_of(role)) + size(ROLES[role].Heard)


def _count() -> str:
    lines = list(KNOWN)
    for role, module in ROLES.items():
        name = role.name.lower()
        lines += [
            f"total_{name} = NO_{name}",
            f"at = where[{3 * role + 1}]",
            f"for i in range(where[{3 * role}]):",
            f"    me = load_{name}(memory, at)",
            f"    total_{name} = {_alias(module.tally)}(total_{name}, me, world, p)",
            f"    at += {stride(role)}",
        ]
    for role in ROLES:
        name = role.name.lower()
        at = place(World, "people") + place(People, name)
        lines.append(f"compiling.store(memory, {at}, total_{name})")
    lines += [
        "found = NO_UNITS",
        "for unit in range(units.shape[0]):",
        "    role, shared, start, end, builds = units[unit]",
        "    hours = 0.0",
        "    for i in range(start, end):",
        "        hours += memory[efforts[i]]",
        "    mean = ratio(hours, float(end - start))",
        "    weight, builds_others = leads[role], memory[builds]",
        "    found = add_unit(found, float(role), mean, weight, float(shared), builds_others)",
    ]
    lines += [f"compiling.store(memory, {place(World, 'units')}, found)"]
    return _function("count", "memory, settings, where, units, efforts, leads", lines)


def _hear() -> Iterator[str]:
    lines, alike = [], "memory, settings, where, starts, speakers, kinds, usual"
    for role in ROLES:
        mine = [(n, group) for n, group in enumerate(groups()) if group.listener == role]
        if mine:
            yield _hear_role(role, mine)
            lines.append(f"hear_{role.name.lower()}({alike})")
    yield _function("hear", alike, lines)


def _hear_role(role: Role, mine: list[tuple[int, Group]]) -> str:
    name, known = role.name.lower(), list(KINDS.items())
    fields = ROLES[role].Heard._fields
    lines = [*KNOWN, "now = weights(world, p)"]
    for number, group in mine:
        lines.append(f"first_row_{number} = where[{START + number}]")
        for kind in group.kinds:
            lines.append(f"usual_{kind} = usual[{kind}]")
            lines.append(f"weight_{kind} = usual_{kind} * now.{known[kind][0]}")
    lines += [f"at = where[{3 * role + 1}]", f"for i in range(where[{3 * role}]):"]
    body = [f"{field} = 0.0" for field in fields]
    body.append(f"mine = read(memory, at + {place(state_of(role), 'holder.rooted')})")
    for number, group in mine:
        state = state_of(group.speaker)
        body += [f"row = first_row_{number} + i"]
        body += ["for edge in range(read(starts, row), read(starts, row + 1)):"]
        body += ["    speaker = read(speakers, edge)"]
        for order, kind in enumerate(group.kinds):
            tie = known[kind][1]
            inside = [f"weight = weight_{kind}"]
            if tie.rooted:
                rooted = place(state, "holder.rooted")
                inside.append(f"weight = weight * (read(memory, speaker + {rooted}) * mine)")
            for say in tie.says:
                said = place(state, say.field)
                inside.append(f"{say.heard} += weight * read(memory, speaker + {said})")
                if say.ties:
                    inside.append(f"{say.ties} += usual_{kind}")
            if len(group.kinds) > 1:
                body.append(f"    {'elif' if order else 'if'} read(kinds, edge) == {kind}:")
                inside = ["    " + one for one in inside]
            body += ["    " + one for one in inside]
    width = size(state_of(role))
    body += [
        f"compiling.store_beside(memory, at + {width + n}, {field})"
        for n, field in enumerate(fields)
    ]
    body.append(f"at += {stride(role)}")
    return _function(
        f"hear_{name}",
        "memory, settings, where, starts, speakers, kinds, usual",
        [*lines, *("    " + one for one in body)],
    )
