"""Shards that were lived on several disks come together, and nothing that differs goes unseen."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from command_line import Answer, ask
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import hash_of
from exit_sim.sweep.versions import theory
from sweeping import design, lived, promised, runs_a_shard, tables

JOBS = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, engine: None) -> Path:
    """A folder with a sweep that was lived in one place, and in three jobs on disks apart."""
    where = tmp_path_factory.mktemp("disks")
    with pytest.MonkeyPatch.context() as monkeypatch:
        runs_a_shard(monkeypatch, 12)
        path = design(where / "small.toml")
        lived(where / "whole", path)
        for task in range(1, JOBS + 1):
            lived(where / f"disk{task}", path, task=task, tasks=JOBS)
    return where


@pytest.fixture
def disks(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "disks"))


def merged(capsys, disks: Path, into: str, *sources: str) -> Answer:
    """Bring shards from folders into one."""
    return ask(capsys, "merge", str(disks / into), *(str(disks / one) for one in sources))


def test_disks_come_together(disks: Path, capsys) -> None:
    """Merged into a new folder, jobs of an array give the bytes of a sweep in one place."""
    before = promised(disks / "disk1")
    said = merged(capsys, disks, "all", "disk1", "disk2", "disk3")
    assert (said.code, said.error) == (0, "")
    assert "4 shards came, and 0 were there already. 4 of 4 whole shards" in said.out
    assert promised(disks / "all") == promised(disks / "whole")
    assert promised(disks / "disk1") == before
    assert ask(capsys, "verify", str(disks / "all")).code == 0


def test_what_is_missing(disks: Path, capsys) -> None:
    """What no folder has is printed as the list of an array; a second time nothing new comes."""
    said = merged(capsys, disks, "all", "disk1")
    assert "Missing: --array=2-3, each with --shard $SLURM_ARRAY_TASK_ID/4" in said.out
    said = merged(capsys, disks, "all", "disk1", "disk3")
    assert "1 shards came, and 2 were there already. 3 of 4" in said.out
    assert "--array=2," in said.out


def test_into_a_sweep_that_is_there(disks: Path, capsys) -> None:
    """A job's own folder may take what the others have."""
    assert merged(capsys, disks, "disk1", "disk2", "disk3").code == 0
    assert promised(disks / "disk1") == promised(disks / "whole")


def test_extensions_come_too(disks: Path, capsys, monkeypatch) -> None:
    """Where one folder was extended, its plans come with its shards."""
    runs_a_shard(monkeypatch, 12)
    small = str(disks / "small.toml")
    assert ask(capsys, "extend", small, "--out", str(disks / "whole"), "--runs", "6").code == 0
    assert merged(capsys, disks, "all", "disk1", "whole").code == 0
    assert promised(disks / "all") == promised(disks / "whole")
    other = ["extend", small, "--out", str(disks / "disk1"), "--runs", "5"]
    assert ask(capsys, *other).code == 0
    said = merged(capsys, disks, "all", "disk1")
    assert said.code == 2
    assert "extends the sweep otherwise than another folder does" in said.error


def test_a_shard_that_differs(disks: Path, capsys) -> None:
    """Of a shard that is there already and differs nothing is taken, and it is named."""
    path = min((disks / "disk1" / "journeys").iterdir())
    table = pq.read_table(path)
    at = table.schema.get_field_index("cost")
    values = pa.array([1.0] * len(table))
    pq.write_table(table.set_column(at, table.schema.field(at), values), path)
    other = path.rename(path.with_name(f"part-000001.{hash_of(path.read_bytes())}.parquet"))
    before = tables(disks / "whole")
    said = merged(capsys, disks, "whole", "disk1")
    assert said.code == 3
    assert f"{other}: is not the same as what is there" in said.out
    assert tables(disks / "whole") == before


def test_a_damaged_shard(disks: Path, capsys) -> None:
    """A file whose bytes are not those that its name promises is left where it is."""
    path = min((disks / "disk1" / "journeys").iterdir())
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    said = merged(capsys, disks, "all", "disk1", "disk2")
    assert said.code == 3
    assert "is damaged" in said.out
    assert Standing.open(disks / "all").done == {2, 4}


def test_a_shard_of_another_sweep(disks: Path, capsys, monkeypatch) -> None:
    """A sound file that says it is of another plan is left where it is."""
    runs_a_shard(monkeypatch, 12)
    lived(disks / "other", design(disks / "other.toml", replicates="runs = 4\nseed = 9"))
    strange = min((disks / "other" / "journeys").iterdir())
    mine = min((disks / "disk1" / "journeys").iterdir())
    mine.with_name(strange.name).write_bytes(strange.read_bytes())
    mine.unlink()
    said = merged(capsys, disks, "all", "disk1")
    assert said.code == 3
    assert "it is of another sweep" in said.out
    assert 1 not in Standing.open(disks / "all").done


def test_another_plan(disks: Path, capsys, monkeypatch) -> None:
    """Folders of other plans are refused in one sentence, before anything is brought."""
    runs_a_shard(monkeypatch, 12)
    lived(disks / "other", design(disks / "other.toml", replicates="runs = 4\nseed = 9"))
    said = merged(capsys, disks, "all", "disk1", "other")
    assert (said.code, said.out) == (2, "")
    assert f"{disks}/other: is of another plan than {disks}/disk1; what differs: " in said.error
    assert "seed" in said.error
    assert not (disks / "all").exists()


def test_other_rules(disks: Path, capsys, monkeypatch) -> None:
    """Shards of other rules are never mixed; which functions differ is said."""
    runs_a_shard(monkeypatch, 12)
    other = {**theory(), "exit_sim.a.rule": "other"}
    for module in ("plan", "shard"):
        monkeypatch.setattr(f"exit_sim.sweep.{module}.version", lambda: "another")
    monkeypatch.setattr("exit_sim.sweep.plan.theory", lambda: other)
    lived(disks / "other", disks / "small.toml")
    said = merged(capsys, disks, "all", "disk1", "other")
    assert (said.code, said.out) == (2, "")
    assert "was lived by other rules than" in said.error
    assert "exit_sim.a.rule" in said.error
    assert len(said.error.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("all", "nothing"), "is not a sweep"),
        (("all", "disk1", "disk1"), "is named twice"),
        (("disk1", "disk1"), "is named twice"),
        (("small.toml", "disk1"), "is neither a sweep nor an empty folder"),
    ],
)
def test_bad_input(words: tuple[str, ...], sentence: str, disks: Path, capsys) -> None:
    """What cannot be brought together is refused in one sentence."""
    said = merged(capsys, disks, *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.error
