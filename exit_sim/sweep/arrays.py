"""Plain arrays of jobs: each job lives through its own shards, and no file has two writers."""

import os
import re
from collections.abc import Iterable, Mapping

from exit_sim.errors import BadInput

MOST_TASKS = 100_000
_PLACE = re.compile(r"(\d{1,6})/(\d{1,6})")
_TIME = re.compile(r"(?:(\d{1,2})-)?(\d{1,3}):([0-5]\d):([0-5]\d)")


def place_in_array(given: str, environment: Mapping[str, str] = os.environ) -> tuple[int, int]:
    """Which place of how many, from 1: as given, else as SLURM's array says, else the only one.

    Raises:
        BadInput: it is no place.

    >>> place_in_array("2/8"), place_in_array("", {})
    ((2, 8), (1, 1))
    >>> place_in_array("", {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "4"})
    (3, 4)
    """
    key, text = "--shard", given
    if not text and "SLURM_ARRAY_TASK_ID" in environment:
        key = "SLURM_ARRAY_TASK_ID/SLURM_ARRAY_TASK_COUNT"
        count = environment.get("SLURM_ARRAY_TASK_COUNT", "")
        text = f"{environment['SLURM_ARRAY_TASK_ID']}/{count}"
    if not text:
        return 1, 1
    form = _PLACE.fullmatch(text)
    task, tasks = (int(form[1]), int(form[2])) if form else (0, 0)
    if not 1 <= task <= tasks <= MOST_TASKS:
        allowed = f"allowed: K/N, as 3/50, with K from 1 to N and N up to {MOST_TASKS}"
        problem = "is no place in an array"
        raise BadInput(problem, key=key, value=text, allowed=allowed)
    return task, tasks


def seconds(option: str, text: str) -> float:
    """Read a time as SLURM writes it: hours, minutes, seconds, and days before them.

    Raises:
        BadInput: it is none.

    >>> seconds("--walltime", "02:00:30"), seconds("--walltime", "1-00:00:00")
    (7230.0, 86400.0)
    """
    form = _TIME.fullmatch(text)
    parts = [int(part or 0) for part in form.groups()] if form else [0, 0, 0, 0]
    found = float(((parts[0] * 24 + parts[1]) * 60 + parts[2]) * 60 + parts[3])
    if found <= 0.0:
        allowed = "allowed: HH:MM:SS or D-HH:MM:SS, above 0"
        problem = "is not a time"
        raise BadInput(problem, key=option, value=text, allowed=allowed)
    return found


def as_array(numbers: Iterable[int]) -> str:
    """Write numbers as the list of an array.

    >>> as_array([1, 2, 3, 7, 9, 8])
    '1-3,7-9'
    """
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and stretches[-1][1] == number - 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    return ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in stretches)


def from_array(text: str) -> list[int]:
    """Read numbers from the list of an array.

    Raises:
        ValueError: it is none.

    >>> from_array("1-3,7")
    [1, 2, 3, 7]
    """
    found: list[int] = []
    for stretch in filter(None, text.split(",")):
        first, _, last = stretch.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
