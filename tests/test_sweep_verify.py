"""An audit finds whatever was done to a sweep's folder, and says what it cannot find."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import ask, unwrapped
from exit_sim.scenario.held import held_constants
from exit_sim.sweep import reliving, shard, verifying
from exit_sim.sweep.keys import key_of_run, run_key
from exit_sim.sweep.provenance import note
from exit_sim.sweep.reliving import chosen
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.verifying import Verdict, verify
from sweeping import design, lived, runs_a_shard

RUNS, SHARDS, A_SHARD = 48, 4, 12
OF_EACH = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, engine: None) -> Path:
    """A small sweep of four shards, as it was lived."""
    where = tmp_path_factory.mktemp("sound")
    with pytest.MonkeyPatch.context() as monkeypatch:
        runs_a_shard(monkeypatch, A_SHARD)
        path = design(where / "small.toml")
        lived(where / "sweep", path)
    note(where / "sweep", "threads", range(1, SHARDS + 1))
    assert len(list((where / "sweep" / "journeys").iterdir())) == SHARDS
    return where / "sweep"


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to which something may be done."""
    return Path(shutil.copytree(sound, tmp_path / "sweep"))


def audited(folder: Path, share: float = 0.01) -> Verdict:
    """Audit a folder."""
    return verify(Standing.open(folder), share, lambda _: None)


def files(folder: Path, table: str) -> list[Path]:
    """The files of a table, by shard."""
    return sorted((folder / table).glob("part-*.parquet"))


def written(path: Path, table: pa.Table) -> Path:
    """Write a shard anew, under the name that its bytes then promise."""
    path.unlink()
    pq.write_table(table, path)
    name, _, form = path.name.split(".")
    found = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return path.rename(path.with_name(f"{name}.{found}.{form}"))


def rows_of(table: pa.Table, rows: list[dict[str, Any]]) -> pa.Table:
    """Put other rows in the place of a table's own."""
    return pa.Table.from_pylist(rows, schema=table.schema)


def edited(path: Path, row: int, **values: Any) -> Path:
    """Write other values into a row, and the file under its new name."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[row] |= {name.replace("__", "."): value for name, value in values.items()}
    return written(path, rows_of(table, rows))


def test_a_sweep_as_it_was_lived(sound: Path, capsys) -> None:
    """Every file is hashed, every row held to the plan, and all of few runs are lived again."""
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    said = ask(capsys, "verify", str(sound))
    assert (said.code, said.error) == (0, "")
    assert "8 files of 4 of 4 shards were hashed, and 48 rows held" in said.out
    assert "48 of shards lived on a platform like this one" in unwrapped(said.out)
    assert "The smallest 3 were lived by Mesa, too" in unwrapped(said.out)
    assert "What this does not show" in said.out
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before


@pytest.mark.slow
@OF_EACH
@given(data=st.data())
def test_any_byte_that_was_changed(data: st.DataObject, sound: Path, monkeypatch) -> None:
    """Whichever byte of whichever file is changed in any way, the file is named."""
    monkeypatch.setattr(reliving, "LEAST", 0)
    every = [*files(sound, "journeys"), *files(sound, "months")]
    path = data.draw(st.sampled_from(every))
    whole = path.read_bytes()
    at, by = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
    try:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :])
        found = audited(sound).findings
    finally:
        path.write_bytes(whole)
    assert [one.where for one in found] == [f"{path.parent.name}/{path.name}"]
    assert "bytes are not those that its name promises" in found[0].what


DONE = ("missing", "doubled", "foreign", "order")


@pytest.mark.slow
@OF_EACH
@given(data=st.data(), done=st.sampled_from(DONE), table=st.sampled_from(["journeys", "months"]))
def test_any_row_too_few_or_too_many(
    data: st.DataObject, done: str, table: str, sound: Path, tmp_path_factory, monkeypatch
) -> None:
    """A row dropped, doubled, brought from elsewhere or moved is found under any file name."""
    monkeypatch.setattr(reliving, "LEAST", 0)
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("copy") / "sweep"))
    path, other = data.draw(st.permutations(files(folder, table)))[:2]
    whole = pq.read_table(path)
    rows = whole.to_pylist()
    at = data.draw(st.integers(0, len(rows) - 1))
    if done == "missing":
        del rows[at]
    elif done == "doubled":
        rows.insert(data.draw(st.integers(0, len(rows))), rows[at])
    elif done == "foreign":
        rows[at] = data.draw(st.sampled_from(pq.read_table(other).to_pylist()))
    else:
        to = data.draw(st.integers(0, len(rows) - 1).filter(lambda place: place != at))
        rows[at], rows[to] = rows[to], rows[at]
    new = written(path, rows_of(whole, rows))
    found = audited(folder).findings
    assert found[0].where == f"{table}/{new.name}"
    assert done in found[0].what
    shutil.rmtree(folder)


def test_an_edited_setting(folder: Path) -> None:
    """A setting, seed or event that is edited no longer fits the key beside it."""
    new = edited(files(folder, "journeys")[1], 3, receptivity__culture=0.33)
    (found, *_) = audited(folder).findings
    assert found.where.startswith(f"journeys/{new.name}, run ")
    assert "its key is not that of its settings and seed" in found.what


@pytest.mark.parametrize("with_design", [True, False])
def test_a_setting_with_a_key_made_anew(folder: Path, *, with_design: bool) -> None:
    """A run of other settings, consistent in itself, is not the run that was planned."""
    path = files(folder, "journeys")[1]
    standing = Standing.open(folder)
    checker = verifying.Checker(standing, None)
    row = {**pq.read_table(path).to_pylist()[3], "receptivity.culture": 0.33}
    scenario = checker.scenario(row)
    key = key_of_run(run_key(standing.store.plan["version"], scenario), row["seed"])
    edited(path, 3, receptivity__culture=0.33, run_key=key)
    if not with_design:
        (folder / "design.toml").write_text("of = 'nowhere'\n")
    verdict = audited(folder)
    assert bool(verdict.undesigned) is not with_design
    assert any("its settings are not those of" in each.what for each in verdict.findings)


def test_an_edited_outcome(folder: Path, capsys) -> None:
    """An outcome that is edited is found where its run is lived again: both values are told."""
    edited(files(folder, "journeys")[2], 5, cost=123.5)
    said = ask(capsys, "verify", str(folder))
    assert said.code == 3
    assert "cost stands as 123.5 and came again as " in unwrapped(said.out)
    assert "1 thing is not as it ought to be" in said.error


def test_an_edited_month(folder: Path) -> None:
    """The months that were kept are compared as outcomes are."""
    edited(files(folder, "months")[0], 4, journey__reach=0.987)
    (found,) = audited(folder).findings
    assert "journey.reach of month" in found.what
    assert "0.987" in found.what


def test_what_an_audit_cannot_find(folder: Path, monkeypatch, capsys) -> None:
    """An outcome edited outside the share that is lived again is not found; --share 1 finds it."""
    monkeypatch.setattr(reliving, "LEAST", SHARDS)
    path = files(folder, "journeys")[0]
    rows = pq.read_table(path).to_pylist()
    outside = next(place for place in range(A_SHARD) if place not in chosen(rows, 1))
    edited(path, outside, cost=123.5)
    said = ask(capsys, "verify", str(folder))
    assert said.code == 0
    assert "that runs outside the share are as they were lived" in unwrapped(said.out)
    assert ask(capsys, "verify", str(folder), "--share", "1").code == 3


def test_the_same_runs_are_chosen_each_time_and_from_every_shard(sound: Path, monkeypatch) -> None:
    """Which runs are lived again follows from the folder, spread evenly; more hold fewer."""
    met: list[tuple[int, str]] = []

    def again(checker: Any, some: list[Any]) -> list[Any]:
        met.extend((one.shard, one.row["run_key"]) for one in some)
        return [(one.row, one.months) for one in some]

    monkeypatch.setattr(verifying, "again", again)
    found = []
    for least in (8, 8, 24):
        monkeypatch.setattr(reliving, "LEAST", least)
        met.clear()
        audited(sound)
        found.append(set(met))
        shards = [number for number, _ in met]
        assert {shards.count(number) for number in range(1, SHARDS + 1)} == {least // SHARDS}
    assert found[0] == found[1] < found[2]


def test_mesa_is_heard_too(sound: Path, monkeypatch) -> None:
    """Where the other engine comes to another number, it is said that it was that engine."""
    usual = reliving.read_off

    def another(recorded: Any) -> dict[str, Any]:
        return {**usual(recorded), "cost": usual(recorded)["cost"] + 1.0}

    monkeypatch.setattr(reliving, "read_off", another)
    found = audited(sound).findings
    assert len(found) == verifying.BY_MESA
    assert all(each.what.startswith("with Mesa, cost stands as") for each in found)


def test_other_rules(folder: Path, monkeypatch, capsys) -> None:
    """Where rules have changed since, they are named; bytes and keys are checked all the same."""
    now: Mapping[str, str] = MappingProxyType({**verifying.theory(), "exit_sim.a.rule": "other"})
    for module in ("verifying", "versions"):
        monkeypatch.setattr(f"exit_sim.sweep.{module}.theory", lambda: now)
        monkeypatch.setattr(f"exit_sim.sweep.{module}.version", lambda: "another")
    said = ask(capsys, "verify", str(folder))
    assert (said.code, said.error) == (0, "")
    assert "Rules have changed since: exit_sim.a.rule." in said.out
    assert "lived again by" not in said.out
    edited(files(folder, "journeys")[1], 3, receptivity__culture=0.33)
    assert ask(capsys, "verify", str(folder)).code == 3


def test_another_platform(folder: Path, capsys) -> None:
    """Runs of shards that were lived on another platform are told apart from those of this."""
    (path,) = (folder / "provenance").iterdir()
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "shards": "1-2"}))
    other = {**said, "processor": "another", "shards": "3"}
    path.with_name("other.json").write_text(json.dumps(other))
    out = ask(capsys, "verify", str(folder)).out
    for each in (
        "24 of shards lived on a platform like this one",
        "12 of shards lived on another platform",
        "12 of shards of which no platform was noted",
    ):
        assert each in unwrapped(out)


def test_other_numbers_here(sound: Path, monkeypatch, capsys) -> None:
    """Where this machine gives other numbers than the one it began on, that is said first."""
    monkeypatch.setattr("exit_sim.commands.verify_told.fingerprint", lambda: "another")
    out = unwrapped(ask(capsys, "verify", str(sound)).out)
    assert "give other numbers here than where the sweep began" in out


POPULATION = """
of = "reference"
options = [
    "champion_leaves:month=3",
    { label = "held and moved", set = { "mechanisms.conductivity" = "held" } },
    { label = "another sector", set = { "setting.sector" = "voluntary" } },
]
[set]
time.horizon = 6
time.burn_in = 0
[replicates]
runs = 12
"""


def test_a_population(tmp_path: Path, capsys, monkeypatch, engine: None) -> None:
    """Each member is made again from its row alone: its sector, what is held, what is scheduled."""
    runs_a_shard(monkeypatch, 16)
    held = min(held_constants().constants)
    (tmp_path / "many.toml").write_text(POPULATION.replace("mechanisms.conductivity", held))
    lived(tmp_path / "sweep", tmp_path / "many.toml")
    rows = pq.read_table(tmp_path / "sweep" / "journeys").to_pylist()
    assert len({row["setting.sector"] for row in rows if row["option"] == "no change"}) > 1
    said = ask(capsys, "verify", str(tmp_path / "sweep"))
    assert (said.code, said.error) == (0, "")
    assert "48 rows held" in said.out


def strange(folder: Path) -> Iterator[tuple[str, Path, bytes]]:
    """Files that do not belong: what is said of each, where it is put, and what it holds."""
    first, second = files(folder, "journeys")[:2]
    content = second.read_bytes()
    found = second.name.split(".")[1]
    yield "is no file of this sweep", first.with_name("more.parquet"), content
    yield "is of shard 99, which", first.with_name(f"part-000099.{found}.parquet"), content
    yield "is of another plan, shard", first.with_name(f"part-000001.{found}.parquet"), content


@pytest.mark.parametrize("number", range(3))
def test_a_file_that_does_not_belong(number: int, folder: Path) -> None:
    """A file that is none of the sweep's, of no shard, or of another shard is named."""
    what, path, content = list(strange(folder))[number]
    if number == 2:
        files(folder, "journeys")[0].unlink()
    path.write_bytes(content)
    found = audited(folder).findings
    assert any(each.where == f"journeys/{path.name}" and what in each.what for each in found)


def test_a_shard_that_stands_twice(folder: Path) -> None:
    """Two files of one shard are found, though each may be sound by itself."""
    path = files(folder, "journeys")[0]
    copy = path.read_bytes()
    edited(path, 0, cost=1.0)
    path.write_bytes(copy)
    assert any("is of shard 1 again, beside" in each.what for each in audited(folder).findings)


def test_another_design(folder: Path) -> None:
    """A design that makes other runs than were planned is found."""
    path = folder / "design.toml"
    path.write_text(path.read_text().replace("0.8]", "0.9]"))
    assert [each.where for each in audited(folder).findings] == ["design.toml"]


def test_what_is_missing_is_no_fault(folder: Path, capsys) -> None:
    """Of a sweep that is not complete what is there is audited, and what is missing is said."""
    files(folder, "journeys")[2].unlink()
    said = ask(capsys, "verify", str(folder))
    assert said.code == 0
    assert "7 files of 3 of 4 shards were hashed, and 36 rows" in said.out
    assert "--array=3," in said.out


def test_one_run_is_lived_again(sound: Path, capsys) -> None:
    """A run is found by the first letters of its key; its row is told, and that it came again."""
    row = pq.read_table(files(sound, "journeys")[3]).to_pylist()[7]
    said = ask(capsys, "verify", str(sound), "--run", row["run_key"][:12])
    assert (said.code, said.error) == (0, "")
    assert f"Point {row['point']}, option «{row['option']}»" in said.out
    assert "Lived again, it came to the same, to the last bit." in said.out
    assert said.out.rstrip().endswith(f"exit-sim verify {sound} --run {row['run_key']}")


def test_the_story_of_one_run(sound: Path, capsys) -> None:
    """Where its settings fit a command line, the command that tells its story is printed."""
    row = next(
        row
        for row in pq.read_table(files(sound, "journeys")[3]).to_pylist()
        if row["option"] == "no change"
    )
    out = ask(capsys, "verify", str(sound), "--run", row["run_key"]).out
    (line,) = [line for line in out.splitlines() if "exit-sim run baseline --set" in line]
    assert line.endswith(f"--seed {row['seed']}")


def test_a_run_that_failed(tmp_path: Path, monkeypatch, capsys, engine: None) -> None:
    """Of a failed run the error is told as it comes again; if it does not, that is what differs."""
    usual = shard.recorded

    def fails(jobs: Any, columns: Any) -> Any:
        if any(job.seed == 2 for job in jobs):
            problem = "made up"
            raise ArithmeticError(problem)
        return usual(jobs, columns)

    monkeypatch.setattr(shard, "recorded", fails)
    monkeypatch.setattr("exit_sim.sweep.one_run.recorded", fails)
    runs_a_shard(monkeypatch, A_SHARD)
    lived(tmp_path / "sweep", design(tmp_path / "small.toml"))
    rows = pq.read_table(tmp_path / "sweep" / "journeys").to_pylist()
    failed = [row for row in rows if row["status"] == "raised"]
    assert {row["seed"] for row in failed} == {2}
    sound = audited(tmp_path / "sweep")
    assert (sound.findings, sound.failed) == ([], 12)
    words = ("verify", str(tmp_path / "sweep"), "--run", failed[0]["run_key"])
    said = ask(capsys, *words)
    assert said.code == 0
    for each in ("ArithmeticError: made up", "The error, as it came again", "Traceback"):
        assert each in said.out
    monkeypatch.undo()
    said = ask(capsys, *words)
    assert said.code == 3
    assert "status stands as 'raised' and came again as 'ended'" in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--share", "0"], "--share = 0.0 is no share; allowed: above 0 up to 1"),
        (["--share", "1.5"], "--share = 1.5 is no share"),
        (["--run", "abc"], '--run = "abc" is no key'),
        (["--run", "z" * 32], "is the key of no run that is there"),
    ],
)
def test_bad_input(words: list[str], sentence: str, sound: Path, capsys) -> None:
    """What cannot be asked for is refused in one sentence."""
    said = ask(capsys, "verify", str(sound), *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.error
    assert len(said.error.splitlines()) == 1


def test_no_sweep(tmp_path: Path, capsys) -> None:
    """A folder that is no sweep is refused."""
    said = ask(capsys, "verify", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "is not a sweep: it holds no plan.json" in said.error
