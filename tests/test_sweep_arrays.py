"""Jobs of a plain array live through a part each, know their place, and share but a folder."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import Answer, ask, process
from exit_sim.errors import BadInput
from exit_sim.sweep.arrays import as_array, place_in_array
from sweeping import PROGRAM, design, lived, promised, runs_a_shard, tables
from test_ctrl_c import PATIENCE

RUNS = 8


def jobs(where: Path, path: Path, tasks: list[int], of: int, runs: int = RUNS) -> list[Answer]:
    """Jobs of an array of SLURM, all at once, each a process of its own."""
    found: list[Answer] = []

    def begin(left: list[int]) -> None:
        """Begin the first, then the others while it runs."""
        if not left:
            return
        env = {"SLURM_ARRAY_TASK_ID": str(left[0]), "SLURM_ARRAY_TASK_COUNT": str(of)}
        words = [str(runs), "sweep", str(path), "--out", "out", "--threads", "1"]
        with process(words, where, env, PROGRAM) as running:
            begin(left[1:])
            out, error = running.communicate(timeout=PATIENCE)
            found.append(Answer(running.returncode, out.decode(), error.decode()))

    begin(tasks)
    return found[::-1]


@pytest.mark.slow
def test_jobs_at_once_give_the_bytes_of_one(capsys, tmp_path: Path, monkeypatch, engine) -> None:
    """Three jobs that begin at once in one folder give the bytes of one sweep; none is at fault.

    While one is missing, what is missing is told as the list of an array, and is then done.
    """
    path = design(tmp_path / "small.toml", replicates="runs = 10")
    said = jobs(tmp_path, path, [1, 3], 3)
    assert [each.code for each in said] == [0, 0], said
    told = "This job's are done; "
    assert told in said[0].out or told in said[1].out
    runs_a_shard(monkeypatch, RUNS)
    _, plan = lived(tmp_path / "meant", path)
    missing = [shard.number for shard in plan.shards if shard.number % 3 == 2]
    assert len(plan.shards) == 15
    assert len(tables(tmp_path / "out")) == 2 * (15 - len(missing))
    assert f"--array={as_array(missing)}" in ask(capsys, "status", str(tmp_path / "out")).out
    (last,) = jobs(tmp_path, path, [2], 3)
    assert last.code == 0
    assert promised(tmp_path / "out") == promised(tmp_path / "meant")


@pytest.mark.slow
def test_jobs_by_rounds(tmp_path: Path, monkeypatch, engine: None) -> None:
    """To a precision, jobs whose round waits for others end with 75, and begun again go on.

    What is there in the end are the rounds that one sweep alone would have lived through.
    """
    replicates = 'precision = 0.2\noutcome = "cost"\ncap = 512'
    factors = {"setting.pressure": [0.2, 0.3]}
    path = design(tmp_path / "small.toml", replicates=replicates, factors=factors)
    codes = []
    for _ in range(6):
        said = jobs(tmp_path, path, [1, 2], 2, 64)
        codes += [each.code for each in said]
        if codes[-2:] == [0, 0]:
            break
        assert {each.code for each in said} <= {0, 75}, said
    assert codes[-2:] == [0, 0]
    runs_a_shard(monkeypatch, 64)
    lived(tmp_path / "meant", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "meant")


@given(
    tasks=st.integers(1, 100_000),
    data=st.data(),
)
def test_a_place_is_read_back(tasks: int, data) -> None:
    """A place is the same on the command line as in SLURM's names for it."""
    task = data.draw(st.integers(1, tasks))
    env = {"SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_COUNT": str(tasks)}
    assert place_in_array(f"{task}/{tasks}", {}) == place_in_array("", env) == (task, tasks)


def test_what_is_given_comes_first() -> None:
    """A place that is given holds, whatever SLURM says: a list of missing jobs counts fewer."""
    env = {"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "2"}
    assert place_in_array("7/50", env) == (7, 50)


@pytest.mark.parametrize("given", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/100001", "1 /3"])
def test_no_place(given: str, capsys) -> None:
    """What is no place is refused in one sentence."""
    said = ask(capsys, "sweep", "baseline", "--out", "out", "--shard", given)
    assert said.code == 2
    assert said.error.startswith(f'--shard = "{given}" is no place in an array; allowed: K/N')


def test_a_list_of_missing_jobs_without_its_length() -> None:
    """Where SLURM's count cannot be that of the array, it is refused, not guessed."""
    with pytest.raises(BadInput, match="is no place in an array"):
        place_in_array("", {"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "2"})
    with pytest.raises(BadInput, match="is no place in an array"):
        place_in_array("", {"SLURM_ARRAY_TASK_ID": "7"})


@given(st.sets(st.integers(1, 400)))
def test_a_list_names_each_once(numbers: set[int]) -> None:
    """A list for --array names each number, and no other, in stretches that do not touch."""
    text, found = as_array(numbers), []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first)))
    assert {n for a, b in found for n in range(a, b + 1)} == numbers
    assert all(b + 1 < c for (_, b), (c, _) in pairwise(found))
