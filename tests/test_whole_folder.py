"""A folder is written whole or not at all: no instant leaves it half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exit_sim.errors import BadInput
from exit_sim.results import whole_folder
from exit_sim.results.whole_folder import PROVENANCE, put_folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


OLD = {"a.txt": b"old", "b/c.txt": b"old", PROVENANCE: b""}
NEW = {"a.txt": b"new", "b/d.txt": b"new", PROVENANCE: b""}


def as_ours(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with the provenance that says they are ours."""
    said = {"made_by": "exit_sim", "files": list(files)}
    return {**files, PROVENANCE: json.dumps(said).encode()}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("exchanged", [True, False])
@pytest.mark.parametrize("at", range(6))
def test_whatever_goes_wrong_on_the_way_what_was_there_still_is(
    tmp_path, monkeypatch, error, exchanged, at
) -> None:
    """A full disk or an interruption at any instant leaves the old folder or the new one, whole."""
    where = put_folder(tmp_path / "out", as_ours(OLD))
    real, instants = os.fsync, iter(range(at))

    def fails(handle: int) -> None:
        if next(instants, None) is None:
            raise error
        real(handle)

    monkeypatch.setattr(os, "fsync", fails)
    if not exchanged:
        monkeypatch.setattr(whole_folder, "_exchanged", lambda *_: False)
    disk_is_full = isinstance(error, OSError)
    with pytest.raises(
        BadInput if disk_is_full else KeyboardInterrupt,
        match="cannot be written: no space left on device" if disk_is_full else None,
    ):
        put_folder(where, as_ours(NEW))
    monkeypatch.undo()
    assert contents(where) in (as_ours(OLD), as_ours(NEW))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


KILLED = """
import json, os, sys
from pathlib import Path
from exit_sim.results import whole_folder
where, nth = Path(sys.argv[1]), int(sys.argv[2])
count = 0
def deadly(real):
    def instant(*args, **kwargs):
        global count
        for _ in "before", "after":
            count += 1
            if count == nth:
                os._exit(9)
            if _ == "before":
                result = real(*args, **kwargs)
        return result
    return instant
os.fsync = deadly(os.fsync)
Path.mkdir = deadly(Path.mkdir)
Path.rename = deadly(Path.rename)
whole_folder._exchanged = deadly(whole_folder._exchanged)
whole_folder.shutil.rmtree = deadly(whole_folder.shutil.rmtree)
files = {"a.txt": b"new", "b/d.txt": b"new"}
said = {"made_by": "exit_sim", "files": [*files, "provenance.json"]}
whole_folder.put_folder(where, {**files, "provenance.json": json.dumps(said).encode()})
"""


def test_killed_at_any_instant_the_folder_is_the_old_one_or_the_new_one(tmp_path) -> None:
    """A kill before or after each write, rename and removal leaves one whole folder in place."""
    old, new = as_ours(OLD), as_ours(dict(NEW.items()))
    seen = set()
    for nth in range(1, 60):
        where = tmp_path / str(nth) / "out"
        put_folder(where, old)
        command = [sys.executable, "-c", KILLED, str(where), str(nth)]
        killed = subprocess.run(command, check=False, timeout=60).returncode
        if not where.exists():  # where two folders cannot change places in one step
            (where,) = where.parent.glob(".*.old")
        found = contents(where)
        assert found.keys() in (old.keys(), new.keys()), nth
        assert {found["a.txt"]} == ({b"old"} if found.keys() == old.keys() else {b"new"})
        seen.add(found["a.txt"])
        if killed == 0:
            break
    else:
        pytest.fail("never ran to its end")
    assert seen == {b"old", b"new"}
