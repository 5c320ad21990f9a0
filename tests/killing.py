"""A sweep that kills itself at every dangerous instant in turn, each time in a process of its own.

Run as a program: a design, a folder to work in, and the instants, of which those that are not met
are passed over, or the word twenty for one sweep that is killed so often. What has
to be loaded is loaded once; each sweep is a copy of this process, which ends by SIGKILL just before
or just after a write, an fsync, a link or a renaming, or half-way through a write.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Self

from exit_sim.sweep import files
from sweeping import promised, tables

RUNS_A_SHARD = 12
TABLES = 2


def kill_here() -> None:
    """End this process, so that nothing of it is tidied."""
    os.kill(os.getpid(), signal.SIGKILL)


class Instants:
    """Counts instants, and kills at one."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.seen: list[str] = []

    def come(self, name: str) -> None:
        """Come to an instant."""
        self.seen.append(name)
        self.left -= 1
        if self.left == 0:
            kill_here()

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make two instants of a function."""

        def with_two_instants(*given: Any, **named: Any) -> Any:
            self.come(f"before {name}")
            found = function(*given, **named)
            self.come(f"after {name}")
            return found

        return with_two_instants


class Torn:
    """A file of which half may be written when the process is killed."""

    def __init__(self, file: BinaryIO, instants: Instants) -> None:
        self.file = file
        self.instants = instants

    def write(self, content: bytes) -> int:
        """Write in two halves, with instants around each."""
        half = len(content) // 2
        self.instants.come("before write")
        self.file.write(content[:half])
        self.file.flush()
        self.instants.come("half-way through write")
        self.file.write(content[half:])
        self.file.flush()
        self.instants.come("after write")
        return len(content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def watch(instants: Instants) -> None:
    """Let the instants be met wherever this process keeps something."""
    opening = Path.open

    def opened(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        file = opening(path, mode, *given, **named)
        return Torn(file, instants) if path.name.startswith(files.PART) else file

    Path.open = opened  # type: ignore[method-assign,assignment]
    Path.replace = instants.around("replace", Path.replace)  # type: ignore[method-assign]
    Path.mkdir = instants.around("mkdir", Path.mkdir)  # type: ignore[method-assign]
    os.link = instants.around("link", os.link)
    os.fsync = instants.around("fsync", os.fsync)


def copied(do: Callable[[], None]) -> int:
    """Do something in a copy of this process, and say how that ended."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            do()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def sweep(folder: Path, design: Path, at: int = 0) -> list[str]:
    """Sweep, as the command does, and be killed at an instant; give those that were met."""
    from exit_sim.commands import sweep as command
    from exit_sim.commands import sweep_told

    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: PTH123,SIM115
    instants = Instants(at)
    watch(instants)
    sweep_told.show = lambda _: None  # type: ignore[assignment]
    command.sweep(str(design), folder, threads=2)
    return instants.seen


def whole(folder: Path) -> dict[str, tuple[int, int]]:
    """Which files of shards that are whole are there, and as what on the disk."""
    if not folder.exists():
        return {}
    names = [name for name in tables(folder) if "/part-" in name]
    known = Counter(name.partition("/part-")[2][:6] for name in names)
    return {
        name: ((folder / name).stat().st_ino, (folder / name).stat().st_mtime_ns)
        for name in names
        if known[name.partition("/part-")[2][:6]] == TABLES
    }


def torn_in(folder: Path, meant: dict[str, bytes]) -> list[str]:
    """Find files that have their names and not their bytes."""
    here = promised(folder) if folder.exists() else {}
    return [n for n, one in here.items() if not Path(n).name.startswith(".") and meant[n] != one]


def tried(work: Path, design: Path, at: int, meant: dict[str, bytes]) -> dict[str, Any]:
    """Kill at an instant, resume, and say what was found."""
    folder = work / f"killed-{at}"
    killed = copied(lambda: sweep(folder, design, at) and None)
    before = whole(folder)
    torn = torn_in(folder, meant)
    resumed = copied(lambda: sweep(folder, design) and None)
    after, now = whole(folder), promised(folder)
    return {
        "at": at,
        "killed": killed,
        "resumed": resumed,
        "torn": torn,
        "redone": [name for name, file in before.items() if after.get(name) != file],
        "differs": sorted(n for n in {*meant, *now} if meant.get(n) != now.get(n)),
    }


def twenty_times(work: Path, design: Path, meant: dict[str, bytes]) -> dict[str, Any]:
    """Kill one sweep again and again, at other instants each time, and resume it in the end."""
    folder, ended, torn, redone = work / "again", [], [], []
    for number in range(20):
        before = whole(folder)
        ended.append(copied(lambda: sweep(folder, design, 5 + 37 * number % 47) and None))  # noqa: B023
        after = whole(folder)
        torn += torn_in(folder, meant)
        redone += [name for name, file in before.items() if after.get(name) != file]
    resumed, now = copied(lambda: sweep(folder, design) and None), promised(folder)
    differs = sorted(name for name in {*meant, *now} if meant.get(name) != now.get(name))
    return {"ended": ended, "resumed": resumed, "torn": torn, "redone": redone, "differs": differs}


def main(path: str, folder: str, *instants: str) -> None:
    """Try each instant, and print what was found as JSON."""
    from exit_sim.sweep import plan
    from exit_sim.sweep.versions import fingerprint

    plan.FEWEST = plan.MOST = RUNS_A_SHARD
    design, work = Path(path), Path(folder)
    fingerprint()  # loads what is compiled
    seen = work / "seen.json"
    copied(lambda: seen.write_text(json.dumps(sweep(work / "meant", design)), "utf-8") and None)
    met, meant = json.loads(seen.read_text("utf-8")), promised(work / "meant")
    if instants == ("twenty",):
        print(json.dumps(twenty_times(work, design, meant)))  # noqa: T201
        return
    found = [tried(work, design, at, meant) for at in map(int, instants) if at <= len(met)]
    print(json.dumps({"met": met, "files": sorted(meant), "tried": found}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
