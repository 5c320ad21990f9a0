"""Month follows month for one run after another: what is compiled and is no rule."""

from typing import Any, NamedTuple

import numpy as np

from exit_sim.draws import Luck, Stream
from exit_sim.ensemble import compiling
from exit_sim.ensemble.compiling import note_beside, part, part_inlined, store_beside
from exit_sim.ensemble.composing import WORLD_SIZE, place
from exit_sim.ties import tied_around
from exit_sim.vocabulary import Happening, Role
from exit_sim.world import World

compiling.register()

SCHEDULED, AT_PRESENT, AT_OCCUPANT, AT_TENURE = (
    place(World, "scheduled"),
    2,
    3,
    4,
)
TIES = int(Stream.TIES)
IN_POST = int(Happening.IN_POST)
ROLES = int(max(Role)) + 1
HAPPENED, KEPT, ROOM, LATEST = 0, 1, 2, 3


class Runs(NamedTuple):
    """Which runs: the key of each one's luck, and its point."""

    keys: Any
    point_of: Any


class Memory(NamedTuple):
    """Where one thread works: one organisation, and its ties."""

    numbers: Any
    starts: Any
    speakers: Any
    kinds: Any
    around: Any
    noted: Any


class Out(NamedTuple):
    """What is kept of each run; ``months`` is (runs, columns wanted, months).

    What is written in one month then lies near, and never a power of two apart.
    """

    wanted: Any
    keep: Any
    months: Any
    last: Any
    people: Any
    ledger: Any
    begins: Any


@part_inlined
def note(
    ledger: Any, noted: Any, keep: Any, month: Any, who: Any, occupant: Any, happened: Any
) -> None:
    """Write an event into the ledger, in the order in which it happens."""
    if month < 1:
        return
    order, kind = noted[HAPPENED], int(happened.kind)
    because = noted[LATEST + int(happened.led_by)]
    note_beside(noted, HAPPENED, order + 1)
    note_beside(noted, LATEST + kind, order)
    if keep[kind]:
        line = (
            float(month),
            float(order),
            float(kind),
            float(who),
            float(occupant),
            float(int(happened.whom)),
            float(because),
            happened.value,
            happened.threshold,
            happened.other,
        )
        write(ledger, noted, line)


@part_inlined
def write(ledger: Any, noted: Any, line: Any) -> None:
    """Keep one line of the ledger, where there is room; what there was no room for is counted."""
    at = noted[KEPT]
    note_beside(noted, KEPT, at + 1)
    if at < noted[ROOM]:
        store_beside(ledger, at * 10, line)


@part
def open_record(shape: Any, numbers: Any, ledger: Any, noted: Any, keep: Any) -> None:
    """Write down who is in post when month 1 begins."""
    for post in range(shape.post_roles.shape[0]):
        at, order = shape.post_places[post], noted[HAPPENED]
        noted[HAPPENED] = order + 1
        noted[LATEST + IN_POST] = order
        if keep[IN_POST]:
            write(
                ledger,
                noted,
                (
                    0.0,
                    float(order),
                    float(IN_POST),
                    float(post),
                    numbers[at + AT_OCCUPANT],
                    -1.0,
                    -1.0,
                    numbers[at + AT_PRESENT],
                    numbers[at + AT_TENURE],
                    float(shape.post_roles[post]),
                ),
            )


@part
def tie_up(shape: Any, memory: Any, key: Any, rewired: Any) -> None:
    """Put the ties that counts decide and those that luck decides together, in order."""
    rings, around = shape.rings, memory.around
    pairs = 0
    for ring in range(rings.shape[0]):
        kind, number, row, members, hops, first, start, apart = rings[ring]
        for member in range(members):
            for hop in range(1, hops + 1):
                luck = Luck(key, 64 * number + hop, first + member, TIES)
                other = tied_around(member, hop, members, rewired, luck)
                around[pairs] = coded(row + member, start + other * apart, kind)
                around[pairs + 1] = coded(row + other, start + member * apart, kind)
                pairs += 2
    lay_in_order(shape.fixed, around, pairs, memory.starts, memory.speakers, memory.kinds)


@part
def lay_in_order(fixed: Any, drawn: Any, pairs: Any, starts: Any, ties: Any, kinds: Any) -> None:
    """Sort ties by listener's row, a row at a time since rows are short, and drop twins."""
    starts[:] = 0
    for i in range(fixed.shape[0]):
        starts[(fixed[i] >> 32) + 1] += 1
    for i in range(pairs):
        starts[(drawn[i] >> 32) + 1] += 1
    for row in range(1, starts.shape[0]):
        starts[row] += starts[row - 1]
    for i in range(fixed.shape[0]):
        enter(fixed[i], starts, ties)
    for i in range(pairs):
        enter(drawn[i], starts, ties)
    edge, start = 0, 0
    for row in range(starts.shape[0]):
        end, last = starts[row], np.int64(-1)
        starts[row] = edge
        for i in range(start, end):
            at, code = i, ties[i]
            while at > start and ties[at - 1] > code:
                ties[at] = ties[at - 1]
                at -= 1
            ties[at] = code
        for i in range(start, end):
            code = ties[i]
            if code != last:
                ties[edge] = (code >> 8) & 0xFFFFFF
                kinds[edge] = code & 0xFF
                edge += 1
            last = code
        start = end


@part
def enter(code: Any, starts: Any, ties: Any) -> None:
    """Put a tie among those of its row; until all are in, a row's start is where its next goes."""
    row = code >> 32
    ties[starts[row]] = code
    starts[row] += 1


@part
def coded(row: Any, place: Any, kind: Any) -> Any:
    """Write a tie as one number that sorts by listener's row, speaker's place and kind."""
    return (np.int64(row) << 32) | (np.int64(place) << 8) | np.int64(kind)


@part
def begin_block(memory: Any, out: Any) -> None:
    """No event is kept yet, and there is room for so many."""
    memory.noted[KEPT] = 0
    memory.noted[ROOM] = out.ledger.shape[0]


@part
def set_up(n: Any, shape: Any, points: Any, runs: Any, memory: Any, out: Any) -> None:
    """Lay a run's organisation out as it stands before its first month."""
    numbers, noted, point = memory.numbers, memory.noted, runs.point_of[n]
    for i in range(WORLD_SIZE):
        numbers[i] = points.openings[point, i]
    for i in range(WORLD_SIZE, numbers.shape[0]):
        numbers[i] = 0.0
    if n == 0 or shape.rings.shape[0] > 0:
        tie_up(shape, memory, runs.keys[n], points.rewired[point])
    out.begins[n] = noted[KEPT]
    noted[HAPPENED] = 0
    for i in range(LATEST, noted.shape[0]):
        noted[i] = -1


@part_inlined
def turn_page(month: Any, point: Any, shape: Any, points: Any, memory: Any, out: Any) -> None:
    """See what is scheduled for a month; as month 1 begins, write down who is in post."""
    if month == 1:
        open_record(shape, memory.numbers, out.ledger, memory.noted, out.keep)
    page, row = points.timetable_of[point], month if month > 0 else 0
    for i in range(points.timetables.shape[2]):
        memory.numbers[SCHEDULED + i] = points.timetables[page, row, i]


@part_inlined
def record(n: Any, month: Any, shape: Any, memory: Any, out: Any) -> None:
    """Keep what is wanted of a month; of people, of the last months alone."""
    if month < 1:
        return
    numbers, horizon = memory.numbers, shape.months[1]
    for i in range(out.wanted.shape[0]):
        out.months[n, i, month - 1] = numbers[out.wanted[i]]
    page = month - 1 - horizon + out.people.shape[1]
    if page >= 0:
        for i in range(out.people.shape[2]):
            out.people[n, page, i] = numbers[WORLD_SIZE + i]
    if month == horizon:
        for i in range(out.last.shape[1]):
            out.last[n, i] = numbers[i]


@part
def end_block(runs: Any, memory: Any, out: Any) -> int:
    """Give how many events there were to keep."""
    out.begins[runs.keys.shape[0]] = memory.noted[KEPT]
    kept: int = memory.noted[KEPT]
    return kept
