"""Whatever is amiss with a sweep's folder is told in one sentence, and loses nothing."""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import Answer, ask, finished
from exit_sim.errors import BadInput
from exit_sim.sweep import files
from exit_sim.sweep.design import Design
from exit_sim.sweep.files import HOST, LIFE
from exit_sim.sweep.lease import STALE, lease
from exit_sim.sweep.opened import opened
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.store import ASIDE, PLAN, Store, hash_of
from sweeping import PROGRAM, design, lived, promised, runs_a_shard, tables

pytestmark = pytest.mark.usefixtures("engine")
ROOT = Path(__file__).resolve().parents[1]
NOBODY = 2**22 + 1
"""A number that no process of Linux has."""


class Sweep:
    """A small sweep of four shards, and how it is asked for."""

    def __init__(self, capsys: pytest.CaptureFixture[str], where: Path) -> None:
        self.capsys = capsys
        self.where = where
        self.path = design(where / "small.toml")
        self.folder = where / "out"

    def asked(self, *more: str) -> Answer:
        """Ask for it on the command line."""
        return ask(self.capsys, "sweep", str(self.path), "--out", str(self.folder), *more)

    def whole(self) -> dict[str, bytes]:
        """What it gives where nothing is amiss."""
        lived(self.where / "whole", self.path)
        return promised(self.where / "whole")

    def begun(self, shards: int = 4) -> dict[str, bytes]:
        """Let so many shards be there, and say what they are."""
        lived(self.folder, self.path)
        for path in sorted(self.folder.glob("*/part-*.parquet")):
            if int(path.name[5:11]) > shards:
                path.unlink()
        return promised(self.folder)

    def put_aside(self) -> list[str]:
        """What was put out of the way."""
        return [name for name in promised(self.folder) if Path(name).name.startswith(ASIDE)]

    def is_whole(self) -> None:
        """Hold it to what it would be if nothing had been amiss, but for what was put aside."""
        aside = self.put_aside()
        found = {name: one for name, one in promised(self.folder).items() if name not in aside}
        assert found == self.whole()


@pytest.fixture
def small(capsys, tmp_path: Path, monkeypatch) -> Sweep:
    """A small sweep that was not begun."""
    runs_a_shard(monkeypatch, 12)
    return Sweep(capsys, tmp_path)


def a_sentence(said: Answer, code: int) -> str:
    """Hold an answer to one sentence, or one and the command that goes on."""
    assert said.code == code
    assert "Traceback" not in said.error
    last = [line for line in said.error.splitlines() if " of 48 runs" not in line]
    assert 1 <= len(last) <= 2
    return last[0]


def full(calls: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the disk be full from some call on."""
    left = [calls]

    def refusing(*given: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*given)

    return refusing


@pytest.mark.parametrize("calls", [0, 6, 17, 30])
def test_a_full_disk(calls: int, small: Sweep, monkeypatch) -> None:
    """Whenever it is full, one sentence says so, what is kept is whole, and the sweep goes on."""
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full(calls, os.fsync))
        said = small.asked()
    sentence = a_sentence(said, 74)
    assert "cannot be written: no space left on device." in sentence
    assert f"Go on with: exit-sim sweep {small.path} --out {small.folder}" in sentence
    kept = tables(small.folder)
    assert kept.items() <= small.whole().items()
    assert not [name for name in kept if "/." in name]
    assert small.asked().code == 0
    small.is_whole()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_write_that_is_refused_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    """What the system refuses to write in the first place is not there, not even in part."""
    opening = Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda _, mode: opening(Path("/dev/full"), mode))
        with pytest.raises(files.CannotKeep, match="no space left"):
            files.put(tmp_path / "a", b"something")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_removed_meanwhile(small: Sweep, monkeypatch) -> None:
    """A sweep whose folder is gone says so and ends; it does not make half a folder of it."""
    put = Store.put

    def then_gone(store: Store, made: Any) -> None:
        put(store, made)
        shutil.rmtree(store.folder)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "put", then_gone)
        said = small.asked("--threads", "1")
    assert "cannot be written: no such file or directory" in a_sentence(said, 74)
    assert not small.folder.exists()
    assert small.asked().code == 0
    small.is_whole()


@pytest.mark.parametrize("table", ["journeys", "months"])
@pytest.mark.parametrize("how", ["altered", "cut off", "emptied"])
def test_a_damaged_shard(table: str, how: str, small: Sweep) -> None:
    """A file whose bytes are not its own is put aside, and its shard is lived through again."""
    before = small.begun()
    (path,) = (small.folder / table).glob("part-000002.*")
    content = path.read_bytes()
    half = len(content) // 2
    altered = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
    path.write_bytes({"altered": altered, "cut off": content[:half], "emptied": b""}[how])
    said = small.asked()
    assert said.code == 0
    assert (
        f"{path} was put aside, since its bytes are not those that its name promises;"
        " shard 2 is lived through again.\n" in said.error
    )
    assert "12 of 12 runs" in said.error
    assert len(small.put_aside()) == 1
    small.is_whole()
    assert {k: v for k, v in promised(small.folder).items() if k in before} == before


def test_a_shard_of_another_sweep(small: Sweep) -> None:
    """A file of another sweep is put aside, whether or not its shard is there, and not read."""
    small.begun(shards=3)
    other = design(small.where / "other.toml", replicates="runs = 4\nseed = 9")
    lived(small.where / "other", other)
    for path in (small.where / "other").glob("*/part-00000[34].*"):
        shutil.copy(path, small.folder / path.parent.name / path.name)
    said = small.asked()
    assert said.code == 0
    assert said.error.count("was put aside, since it is of another sweep.\n") == 2
    assert said.error.count("it is of another sweep; shard 4 is lived through again.\n") == 2
    small.is_whole()


def test_a_shard_that_is_there_twice(small: Sweep) -> None:
    """Of two whole files for one shard, one is put aside, so that no run is read twice."""
    small.begun()
    (path,) = (small.folder / "journeys").glob("part-000003.*")
    import pyarrow.parquet as pq

    rows = pq.read_table(path)
    again = path.with_name("again")
    pq.write_table(rows, again, compression="none")
    content = again.read_bytes()
    again.rename(path.with_name(f"part-000003.{hash_of(content)}.parquet"))
    said = small.asked()
    assert said.code == 0
    assert said.error.count("its shard stands there a second time.") == 1
    assert len([*(small.folder / "journeys").glob("part-000003.*")]) == 1
    assert len(small.put_aside()) == 1
    assert pq.read_table(small.folder / "journeys").num_rows == 48


def test_two_sweeps_on_one_folder(small: Sweep) -> None:
    """A second sweep on the same shards is refused; one on others is not."""
    small.begun(shards=2)
    kept = promised(small.folder)
    with lease(small.folder, 1, 2):
        said = small.asked()
        assert f"{small.folder}: is being worked on by another sweep, process {os.getpid()}" in (
            a_sentence(said, 2)
        )
        assert small.asked("--shard", "1/2").code == 2
        assert small.asked("--shard", "2/2").code == 0
    assert kept.items() < promised(small.folder).items()
    assert small.asked().code == 0
    small.is_whole()


def signed(
    folder: Path, *, pid: int, host: str = HOST, life: str = "0" * 8, ago: float = 0
) -> Path:
    """Leave a sign of work."""
    folder.mkdir(exist_ok=True)
    path = folder / ".at-work-1-of-1-00000000"
    path.write_text(json.dumps({"pid": pid, "host": host, "life": life}), "utf-8")
    now = time.time()
    os.utime(path, (now - ago, now - ago))
    return path


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ({"pid": NOBODY}, False),
        ({"pid": os.getpid()}, False),
        ({"pid": os.getpid(), "life": LIFE}, True),
        ({"pid": os.getpid(), "life": LIFE, "ago": 2 * STALE}, False),
        ({"pid": os.getppid()}, True),
        ({"pid": NOBODY, "host": "0" * 8}, True),
        ({"pid": NOBODY, "host": "0" * 8, "ago": 2 * STALE}, False),
    ],
    ids=["gone", "our number before", "here", "quiet here", "alive", "elsewhere", "quiet there"],
)
def test_who_holds_a_folder(who: dict[str, Any], refused: bool, tmp_path: Path) -> None:
    """Who crashed holds no folder, even if its process number is taken again; who lives does."""
    sign = signed(tmp_path / "out", **who)
    if refused:
        with pytest.raises(BadInput, match="is being worked on"), lease(sign.parent):
            pass
        assert [*sign.parent.iterdir()] == [sign]
    else:
        with lease(sign.parent):
            assert not sign.exists()
        assert [*sign.parent.iterdir()] == []


def test_a_sign_that_cannot_be_read_holds_nothing(tmp_path: Path) -> None:
    """Whatever else is called like a sign is no sign, and is left."""
    for name in (".at-work-1-of-1-00000000", ".at-work-so-and-so", ".at-work-1-of-1-0000000z"):
        (tmp_path / name).write_text("{", "utf-8")
    with lease(tmp_path):
        pass
    assert len([*tmp_path.iterdir()]) == 3


def test_leftovers_of_a_crash(small: Sweep) -> None:
    """What nobody will finish is removed; what somebody is writing is not."""
    small.begun(shards=3)
    begins = f"{files.PART}{HOST}-{NOBODY}-00000000-00000000-"
    gone = [small.folder / f"{begins}plan.json", small.folder / "journeys" / f"{begins}part"]
    old = small.folder / "months" / f"{files.PART}ffffffff-1-00000000-00000000-part"
    for path in (*gone, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    theirs = [
        small.folder / "journeys" / f"{files.PART}{HOST}-{os.getppid()}-00000000-00000000-part",
        small.folder / "journeys" / f"{files.PART}ffffffff-1-00000000-00000000-part",
    ]
    for path in theirs:
        path.write_bytes(b"half")
    assert small.asked().code == 0
    assert {*small.folder.rglob(f"{files.PART}*")} == {*theirs}
    for path in theirs:
        path.unlink()
    small.is_whole()


@pytest.mark.parametrize("how", ["cut off", "emptied", "not ours", "older tables"])
def test_a_damaged_plan(how: str, small: Sweep) -> None:
    """A plan that cannot be read is refused, and nothing is written."""
    small.begun()
    path = small.folder / PLAN
    text = path.read_text("utf-8")
    path.write_text(
        {
            "cut off": text[:500],
            "emptied": "",
            "not ours": "[1, 2]",
            "older tables": text.replace('"schema_version": 1', '"schema_version": 0'),
        }[how],
        "utf-8",
    )
    kept = promised(small.folder)
    sentence = a_sentence(small.asked(), 2)
    assert sentence.startswith(f"{path}: is ")
    assert promised(small.folder) == kept


@pytest.mark.parametrize("name", ["seed", "units_a_shard", "theory"])
def test_a_plan_that_was_changed_by_hand(name: str, small: Sweep) -> None:
    """A plan is never changed: one that was is refused, whatever was changed."""
    small.begun()
    path = small.folder / PLAN
    said = json.loads(path.read_text("utf-8"))
    said[name] = {} if name == "theory" else said[name] + 1
    path.write_text(json.dumps(said), "utf-8")
    kept = promised(small.folder)
    assert "plan.json: was changed since it was written" in a_sentence(small.asked(), 2)
    assert promised(small.folder) == kept


def test_a_plan_that_is_gone(small: Sweep) -> None:
    """The same design gives the same plan again, and what was lived stays; another is refused."""
    meant = small.begun()
    for name in (PLAN, "columns.csv"):
        (small.folder / name).unlink()
    other = Sweep(small.capsys, small.where)
    other.path = design(small.where / "other.toml", replicates="runs = 4\nseed = 9")
    assert "holds files of another sweep, and no plan.json" in a_sentence(other.asked(), 2)
    assert small.asked().code == 0
    assert promised(small.folder) == meant


def test_the_design_was_changed(small: Sweep) -> None:
    """A design of other points, options, seed or columns is refused, and what differs is named."""
    small.begun(shards=1)
    kept = promised(small.folder)
    for more, named in (
        ({"replicates": "runs = 4\nseed = 9"}, "content, seed"),
        ({"replicates": "runs = 5"}, "rounds, runs"),
        ({"record": ""}, "columns, content, every"),
        ({"options": ("taper",)}, "content, options"),
        (
            {"factors": {"receptivity.culture": [0.2, 0.8], "setting.pressure": [0.2, 0.3]}},
            "points",
        ),
    ):
        design(small.path, **more)
        sentence = a_sentence(small.asked(), 2)
        assert "was planned from another design; what differs: " in sentence
        assert named in sentence
    assert promised(small.folder) == kept
    design(small.path, title="mended")
    small.path.write_text("# so\n" + small.path.read_text("utf-8"), "utf-8")
    assert small.asked().code == 0
    design(small.path)
    small.is_whole()


def test_other_rules_are_refused(small: Sweep, monkeypatch) -> None:
    """Under other rules a sweep does not go on, and functions that changed are named."""
    small.begun(shards=2)
    kept = promised(small.folder)
    theory = {**Plan(Design.load(small.path)).theory}
    name = "elementary.clamp"
    monkeypatch.setattr("exit_sim.sweep.plan.theory", lambda: {**theory, name: "0" * 16})
    monkeypatch.setattr("exit_sim.sweep.plan.version", lambda: "f" * 64)
    monkeypatch.setattr("exit_sim.sweep.shard.version", lambda: "f" * 64)
    sentence = a_sentence(small.asked(), 2)
    assert f"was lived by other rules; changed since: {name};" in sentence
    assert promised(small.folder) == kept
    assert small.asked("--new-version").code == 0
    apart = small.folder / f"version-{'f' * 12}"
    assert len(tables(apart)) == 8
    monkeypatch.undo()


def test_other_numbers_are_refused(small: Sweep, monkeypatch) -> None:
    """Where the same inputs give other bits than where it began, a sweep does not go on."""
    small.begun(shards=2)
    monkeypatch.setattr("exit_sim.sweep.opened.fingerprint", lambda: "e" * 64)
    assert "was begun where the same inputs give other numbers" in a_sentence(small.asked(), 2)


@pytest.mark.slow
def test_a_rule_is_edited(small: Sweep) -> None:
    """A rule that is edited in a copy of the package is named; a mended comment is nothing."""
    words = ["sweep", str(small.path), "--out", str(small.folder)]
    small.begun()
    kept = promised(small.folder)
    copy = small.where / "copy" / "exit_sim"
    shutil.copytree(ROOT / "exit_sim", copy, ignore=shutil.ignore_patterns("__pycache__"))
    env = {"PYTHONPATH": str(copy.parent), "NUMBA_DISABLE_JIT": "1"}
    words.insert(0, "12")
    rule = copy / "elementary.py"
    text = rule.read_text("utf-8")
    before, begins, after = text.partition(
        "def clamp(x: float, low: float, high: float) -> float:\n"
    )
    assert begins
    rule.write_text(f"{before}{begins}    # mended\n{after}", "utf-8")
    said = _finished(words, small.where, env)
    assert said.code == 0, said.error
    assert promised(small.folder) == kept
    rule.write_text(text.replace("return x + 0.0", "return x + 1e-9"), "utf-8")
    said = _finished(words, small.where, env)
    assert said.code == 2
    assert "changed since: elementary.clamp;" in said.error
    assert promised(small.folder) == kept


def _finished(words: list[str], where: Path, env: dict[str, str]) -> Answer:
    """Run another copy of the package."""
    said = subprocess.run(
        [sys.executable, *PROGRAM, *words],
        cwd=where,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Answer(said.returncode, said.stdout, said.stderr)


def test_another_pyarrow_is_told(small: Sweep) -> None:
    """Content is the same by another version of pyarrow, and bytes need not be: it is said."""
    assert small.asked().code == 0
    (note,) = (small.folder / "provenance").iterdir()
    said = json.loads(note.read_text("utf-8"))
    said["libraries"]["pyarrow"] = "1.2.3"
    note.write_text(json.dumps(said), "utf-8")
    again = small.asked()
    assert again.code == 0
    assert "Shards here were written with another pyarrow (1.2.3)" in again.error


def test_places_that_are_no_folder(small: Sweep) -> None:
    """A file, a folder of something else, and a place beneath a file are refused."""
    small.folder.write_text("mine", "utf-8")
    assert a_sentence(small.asked(), 2) == f"{small.folder}: is a file, not a folder"
    beneath = Sweep(small.capsys, small.where)
    beneath.folder = small.folder / "deeper"
    assert "cannot be written" in a_sentence(beneath.asked(), 74)
    assert small.folder.read_text("utf-8") == "mine"
    small.folder.unlink()
    small.folder.mkdir()
    (small.folder / "thesis.docx").write_text("mine", "utf-8")
    assert f"{small.folder}: holds thesis.docx, and is not a sweep" in a_sentence(small.asked(), 2)
    assert [path.name for path in small.folder.iterdir()] == ["thesis.docx"]


def test_a_folder_that_cannot_be_written(small: Sweep, monkeypatch) -> None:
    """Where nothing may be written, the sentence says so."""

    def refusing(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refusing)
    assert "cannot be written: permission denied" in a_sentence(small.asked(), 74)


def test_many_begin_one_folder_at_once(small: Sweep) -> None:
    """Jobs of an array that begin at once agree on one plan, and the folder explains itself."""
    laid, together, went = Design.load(small.path), threading.Barrier(8), []

    def begin() -> None:
        together.wait()
        went.append(opened(small.folder, laid)[0].name)

    jobs = [threading.Thread(target=begin) for _ in range(8)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert len(went) == 8
    assert len({*went}) == 1
    lived(small.folder, small.path)
    small.is_whole()


def test_of_two_designs_that_begin_at_once_one_stands(small: Sweep, monkeypatch) -> None:
    """A plan that another puts meanwhile is not replaced: this design is refused."""
    other = design(small.where / "other.toml", replicates="runs = 4\nseed = 9")
    begin = Store.begin

    def after_another(folder: Path, plan: Plan) -> None:
        monkeypatch.undo()
        runs_a_shard(monkeypatch, 12)
        opened(folder, Design.load(other))
        begin(folder, plan)

    monkeypatch.setattr(Store, "begin", after_another)
    assert "was planned from another design; what differs: content, seed" in (
        a_sentence(small.asked(), 2)
    )
    assert json.loads((small.folder / PLAN).read_text("utf-8"))["seed"] == 9


def test_a_system_without_links(tmp_path: Path, monkeypatch) -> None:
    """Where no file can have two names, a plan is put where none is all the same."""

    def refusing(*_: Any) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refusing)
    assert files.put_first(tmp_path / "a", b"one")
    assert not files.put_first(tmp_path / "a", b"two")
    assert promised(tmp_path) == {"a": b"one"}


def test_a_folder_that_cannot_be_settled(tmp_path: Path, monkeypatch) -> None:
    """Some systems cannot let a folder's entries reach the disk; that is no trouble."""

    def refusing(_: Path) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr("exit_sim.results.whole_folder.settle", refusing)
    files.put(tmp_path / "a", b"one")
    assert promised(tmp_path) == {"a": b"one"}


def test_a_command_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """As a command of its own, too, a sweep into a file is one sentence and the code 2."""
    (tmp_path / "out").write_text("mine", "utf-8")
    path = design(tmp_path / "small.toml")
    said = finished(["sweep", str(path), "--out", "out"], tmp_path)
    assert (said.code, said.error) == (2, "out: is a file, not a folder\n")
