"""One zip holds results and all that makes them again elsewhere, where nothing of ours is."""

import getpass
import json
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

import exit_sim
from command_line import Answer, ask, unwrapped
from exit_sim.analysis.propositions.accounts import FILE as VERDICTS
from exit_sim.results.deposit import rerun
from exit_sim.results.deposit.own_files import own_files
from exit_sim.results.deposit.requirements import pinned
from exit_sim.results.folder import Said, repeatable, write_folder
from exit_sim.results.manifest import MANIFEST
from exit_sim.results.run_record import Run, simulate
from exit_sim.results.whole_folder import PROVENANCE
from exit_sim.sweep.design import Design
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.provenance import note
from exit_sim.sweep.store import Store
from small_organisations import eager
from sweeping import design, lived

BELOW = 'extends = "baseline"\n[about]\ntitle = "Below"\n[time]\nhorizon = 12\nburn_in = 0\n'
OURS = 'extends = "below/base.toml"\n[about]\ntitle = "Ours"\n'


@pytest.fixture(scope="module")
def run() -> Run:
    """One short journey."""
    return simulate(eager(time__horizon=6), 1)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with a scenario that extends another; here is where one works."""
    (tmp_path / "mine" / "below").mkdir(parents=True)
    (tmp_path / "mine" / "below" / "base.toml").write_text(BELOW, "utf-8")
    (tmp_path / "mine" / "ours.toml").write_text(OURS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(
    run: Run, words: str = "run mine/ours.toml --seed 1", form: str = "parquet", said: str = "This."
) -> Path:
    """A folder of results that says it was made by these words."""
    told = Said("What comes of it?", [said], repeatable(words.split()))
    return write_folder("results", [run], told, form=form)


def unzipped(file: Path, where: Path) -> Path:
    """A deposit, taken out elsewhere."""
    with ZipFile(file) as found:
        found.extractall(where)
    return where


def rerun_in(folder: Path) -> Answer:
    """What the program of a deposit says, run as a reviewer runs it."""
    said = subprocess.run(
        [sys.executable, "rerun.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    return Answer(said.returncode, said.stdout, said.stderr)


@pytest.mark.slow
def test_a_deposit_makes_its_results_again_elsewhere(mine, capsys) -> None:
    """Own files may be gone by then; and a table that was changed is found, and named."""
    words = ("run", "mine/ours.toml", "--change", "taper", "--out", "out")
    assert ask(capsys, *words).code == 0
    assert ask(capsys, "deposit", "out").code == 0
    elsewhere = unzipped(mine / "out.zip", mine / "elsewhere")
    for path in (mine / "mine" / "ours.toml", mine / "mine" / "below" / "base.toml"):
        path.unlink()
    said = rerun_in(elsewhere)
    assert (said.code, said.error) == (0, "")
    assert said.out.splitlines()[-1].startswith("The same: ")
    said = rerun_in(elsewhere)
    assert said.code == 2
    assert "again is there already" in said.out
    (elsewhere / "again").rename(elsewhere / "first")
    table = elsewhere / "results" / "journeys.parquet"
    table.write_bytes(table.read_bytes()[:-9] + bytes(9))
    said = rerun_in(elsewhere)
    assert said.code == 3
    assert "Not the same: journeys.parquet" in said.out.splitlines()


def test_it_holds_results_inputs_software_versions_and_how_to_rerun(mine, run, capsys) -> None:
    """Results are as they were kept, and own files lie as they lay."""
    folder = kept(run)
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.error) == (0, "")
    with ZipFile("results.zip") as found:
        names = found.namelist()
        assert names == sorted(names)
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for path in folder.iterdir():
            assert found.read(f"results/{path.name}") == path.read_bytes()
        assert {name for name in names if name.startswith("inputs/")} == {
            "inputs/mine/ours.toml",
            "inputs/mine/below/base.toml",
        }
        package = Path(exit_sim.__file__).parent
        for path in ("cli.py", "scenarios/baseline.toml", "scenarios/calibration/accepted.csv"):
            assert found.read(f"software/exit_sim/{path}") == (package / path).read_bytes()
        assert "software/LICENSE" in names
        assert not [name for name in names if "__pycache__" in name]
        methods = found.read("METHODS.txt").decode()
        readme = found.read("README.md").decode()
        required = found.read("requirements.txt").decode().splitlines()
    assert methods == ask(capsys, "methods", "results").out
    assert readme.split("```sh\n")[1].split("```")[0].splitlines() == [
        "python -m venv venv",
        "venv/bin/python -m pip install -r requirements.txt",
        "venv/bin/python rerun.py",
    ]
    assert tuple(required) == pinned(package)


def test_the_same_results_are_the_same_zip(mine, run, capsys) -> None:
    """Neither time nor the order in which a system lists files stands in it."""
    kept(run)
    assert ask(capsys, "deposit", "results", "--out", "one.zip").code == 0
    assert ask(capsys, "deposit", "results", "--out", "two.zip").code == 0
    one = Path("one.zip").read_bytes()
    assert one == Path("two.zip").read_bytes()
    assert ask(capsys, "deposit", "results", "--out", "one.zip").code == 0
    assert Path("one.zip").read_bytes() == one
    assert not list(mine.glob(".*"))


def test_nothing_in_it_names_a_machine_a_user_or_a_folder(mine, run, capsys) -> None:
    """Wherever results were made, the zip does not tell."""
    kept(run)
    assert ask(capsys, "deposit", "results").code == 0
    secrets = [str(mine), f"{Path.home()}/", f"/{getpass.getuser()}/"]
    secrets += [platform.node()] if not platform.node().isalpha() else []  # else it may be a word
    with ZipFile("results.zip") as found:
        for name in found.namelist():
            content = found.read(name)
            for secret in filter(None, secrets):
                assert secret.encode() not in content or name.startswith("software/"), name


def test_it_is_the_software_of_the_deposit_that_runs(mine, run, capsys) -> None:
    """Whatever is installed beside it; and where its command fails nothing is compared."""
    kept(run)
    assert ask(capsys, "deposit", "results").code == 0
    elsewhere = unzipped(mine / "results.zip", mine / "elsewhere")
    program = elsewhere / "software" / "exit_sim" / "__main__.py"
    program.write_text("import sys\nprint(sys.argv[1:])\nsys.exit(7)\n")
    said = rerun_in(elsewhere)
    assert said.code == 7
    again = str(elsewhere / "again")
    assert str(["run", "mine/ours.toml", "--seed", "1", "--out", again]) in said.out
    assert "ended with 7, and nothing was compared" in said.out


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two folders that hold the same, and a deposit's program that looks at the first."""
    one, other = tmp_path / "results", tmp_path / "again"
    names = ["journeys.csv", "figures/a.svg", MANIFEST, PROVENANCE]
    for number, folder in enumerate((one, other)):
        (folder / "figures").mkdir(parents=True)
        for name in names[:2]:
            (folder / name).write_text("1")
        (folder / MANIFEST).write_text('{"content": "c", "rules": "r"}')
        (folder / PROVENANCE).write_text(json.dumps({"files": names, "created": number}))
    (tmp_path / "requirements.txt").write_text(f"numpy=={version('numpy')}\npandas==0.0.1\n")
    monkeypatch.setattr(rerun, "HERE", tmp_path)
    monkeypatch.setattr(rerun, "RESULTS", one)
    return one, other


def test_what_promises_no_bytes_decides_nothing(two, capsys) -> None:
    """A file that says when it was made may differ; a picture that does is named."""
    one, other = two
    assert rerun.compared(other) == 0
    (one / "figures" / "a.svg").write_text("2")
    assert rerun.compared(other) == 0
    assert "Drawn otherwise" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["journeys.csv", MANIFEST])
@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("side", [0, 1])
def test_any_other_file_that_differs_or_is_gone_is_named(two, capsys, name, gone, side) -> None:
    """On either side; and so is a library of another version than is asked for."""
    path = two[side] / name
    path.unlink() if gone else path.write_text('{"content": "d"}')
    assert rerun.compared(two[1]) == 3
    said = capsys.readouterr().out
    assert f"Not the same: {name}" in said
    assert f"pandas: 0.0.1 is asked for, {version('pandas')} is here" in said
    assert "numpy" not in said


def test_own_files_keep_their_names_seen_from_where_one_works(mine) -> None:
    """A path that goes up is still right, since the folder one works in lies in the deposit too."""
    (mine / "work").mkdir()
    (mine / "change.toml").write_text('[about]\ntitle = "Mine"\n')
    words = ["run", "../mine/ours.toml", "--change", "../change.toml:month=3"]
    own = own_files(words, words[1::2], mine / "work")
    assert own.words == tuple(words)
    assert own.start == "work"
    assert set(own.files) == {"mine/ours.toml", "mine/below/base.toml", "change.toml"}
    assert own.instead == {}


def test_what_ships_is_no_file_of_ones_own(mine) -> None:
    """Names of scenarios, changes, populations and propositions stay as they are."""
    own = own_files(["what-if", "reference"], ["reference", "taper:share=0.5", "P10"], mine)
    assert (own.files, own.start) == ({}, "")


def test_whole_paths_become_places_among_inputs(mine, run, capsys) -> None:
    """In words, in texts, and for files that own files name in turn."""
    whole = str(mine / "mine" / "ours.toml")
    below = str(mine / "mine" / "below" / "base.toml")
    kept(run, f"run {whole} --seed 1", said=f"As {below} says.")
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.error) == (0, "")
    with ZipFile("results.zip") as found:
        assert json.loads(found.read("deposit.json"))["words"] == [
            "run",
            "ours.toml",
            "--seed",
            "1",
        ]
        manifest = json.loads(found.read(f"results/{MANIFEST}"))
        assert manifest["command"] == "exit-sim run ours.toml --seed 1"
        assert manifest["answer"] == ["As below/base.toml says."]
        assert {"inputs/ours.toml", "inputs/below/base.toml"} <= set(found.namelist())


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_table_that_holds_a_whole_path_is_refused(mine, capsys, form) -> None:
    """It could not come out again the same; the sentence says what to do."""
    change = mine / "change.toml"
    change.write_text(
        '[about]\nquestion = "What if?"\ndecider = "funder"\ningredient = "setting"\n'
        'title = "Mine"\n[set]\nreceptivity.culture = 0.4\n'
    )
    run = simulate(eager(time__horizon=6).changed(str(change)), 1)
    kept(run, f"run mine/ours.toml --change {change} --seed 1", form)
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.out) == (2, "")
    assert f"holds the whole path {change}" in said.error
    assert not Path("results.zip").exists()


def test_an_own_file_that_names_a_folder_of_this_machine_is_refused(mine, run, capsys) -> None:
    """Such as one in a comment; the file is named."""
    with (mine / "mine" / "ours.toml").open("a", encoding="utf-8") as file:
        file.write(f"# see {mine}/notes.txt\n")
    kept(run)
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.out) == (2, "")
    assert "inputs/mine/ours.toml: names this machine" in said.error


@pytest.mark.parametrize("gone", ["mine/ours.toml", "mine/below/base.toml"])
def test_an_own_file_that_is_not_there_is_named(mine, run, capsys, gone) -> None:
    """With where to say it again."""
    kept(run)
    Path(gone).unlink()
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.out) == (2, "")
    assert said.error.startswith(f"{gone}: is not there")
    assert "the folder in which these results were made" in said.error
    assert len(said.error.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["results", "--out", "deposit.tar"], "does not end as a zip does"),
        (["results", "--out", "results/all.zip"], "lies in the folder that goes into it"),
        (["results", "--out", "other.zip"], "is there already, and is no deposit"),
        (["mine"], "is neither results nor a sweep"),
        (["nowhere"], "is neither results nor a sweep"),
    ],
)
def test_what_cannot_be_deposited_is_refused_in_one_sentence(
    mine, run, capsys, words, problem
) -> None:
    """And nothing of anybody's is replaced."""
    kept(run)
    Path("other.zip").write_text("mine")
    said = ask(capsys, "deposit", *words)
    assert (said.code, said.out) == (2, "")
    assert problem in said.error
    assert len(said.error.splitlines()) == 1
    assert Path("other.zip").read_text() == "mine"


def test_results_of_other_rules_are_refused(mine, run, capsys) -> None:
    """What would be deposited is not what made them."""
    path = kept(run) / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "rules": "f" * 64}))
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.out) == (2, "")
    assert "was made by other rules" in said.error


@pytest.mark.parametrize("gone", ["journeys.parquet", PROVENANCE])
def test_results_that_are_not_whole_are_refused(mine, run, capsys, gone) -> None:
    """The file that is missing is named."""
    (kept(run) / gone).unlink()
    said = ask(capsys, "deposit", "results")
    assert (said.code, said.out) == (2, "")
    assert f"lacks {'a ' if gone == PROVENANCE else ''}{gone}" in said.error


@pytest.mark.parametrize("used", [True, False])
def test_verdicts_take_the_knock_outs_along_that_they_rest_on(mine, run, capsys, used) -> None:
    """Those beside them, where what verdicts rest on is what those say; else those published."""
    rests = "trust" if used else None
    texts = {VERDICTS: json.dumps({"verdicts": [{"file": "h", "rests_on": rests}]})}
    told = Said("Q?", ["A."], "exit-sim propositions P10 --level baseline", texts=texts)
    write_folder("out/verdicts", [run], told)
    Path("out/knockouts").mkdir()
    knocked = {"findings": [{"file": "h", "rests_on": ["trust"]}]}
    Path("out/knockouts/knockouts.json").write_text(json.dumps(knocked))
    assert ask(capsys, "deposit", "out/verdicts").code == 0
    with ZipFile("verdicts.zip") as found:
        assert ("beside/knockouts/knockouts.json" in found.namelist()) == used
        assert json.loads(found.read("deposit.json"))["folder"] == "verdicts"


def test_every_library_that_is_needed_here_is_pinned() -> None:
    """Those that are imported and those that they need in turn, as they are installed."""
    found = dict(line.split("==") for line in pinned(Path(exit_sim.__file__).parent))
    for name in ("numpy", "mesa", "numba", "llvmlite", "pyarrow", "pydantic", "pydantic-core"):
        assert found[name] == version(name)
    assert not {"exit-sim", "exit_sim", "pytest", "ruff"} & set(found)


def test_a_sweep_is_deposited_with_no_address_of_a_machine(mine, capsys) -> None:
    """Where runs were lived is told by its kind alone."""
    laid = Plan(Design.load(design(mine / "small.toml")))
    folder = mine / "sweep"
    Store.begin(folder, laid)
    Store.open(folder).explain(laid)
    note(folder, "tcp://node17:8786", [1])
    assert ask(capsys, "deposit", "sweep").code == 0
    with ZipFile("sweep.zip") as found:
        names = found.namelist()
        noted = [json.loads(found.read(name)) for name in names if "/provenance/" in name]
        assert [one["where"] for one in noted] == ["dask"]
        settings = found.read("results/settings.csv").decode()
        assert "set by small.toml, which gives no source" in settings
        assert str(mine) in (folder / "settings.csv").read_text("utf-8")
        assert "results/plan.json" in names
        assert "results/design.toml" in names
        assert not [name for name in names if name.startswith("inputs/")]
        assert "audits the sweep" in unwrapped(found.read("README.md").decode())


def test_a_sweep_of_own_files_takes_them_along(mine, capsys, monkeypatch) -> None:
    """They are found beside its design, and asked for where it is not here."""
    path = design(mine / "small.toml")
    text = path.read_text("utf-8").replace('of = "baseline"', 'of = "mine/ours.toml"')
    path.write_text(text, "utf-8")
    laid = Plan(Design.load(path))
    Store.begin(mine / "sweep", laid)
    Store.open(mine / "sweep").explain(laid)
    assert ask(capsys, "deposit", "sweep").code == 0
    with ZipFile("sweep.zip") as found:
        assert {name for name in found.namelist() if name.startswith("inputs/")} == {
            "inputs/small.toml",
            "inputs/mine/ours.toml",
            "inputs/mine/below/base.toml",
        }
    monkeypatch.chdir(mine / "mine")
    said = ask(capsys, "deposit", "../sweep")
    assert (said.code, said.out) == (2, "")
    assert "small.toml is not here as it was read" in said.error


@pytest.mark.slow
def test_a_sweep_is_audited_elsewhere(mine, capsys) -> None:
    """Its runs are lived again by the software of the deposit; a byte that was changed is found."""
    lived(mine / "sweep", design(mine / "small.toml", replicates="runs = 2"))
    assert ask(capsys, "deposit", "sweep").code == 0
    elsewhere = unzipped(mine / "sweep.zip", mine / "elsewhere")
    said = rerun_in(elsewhere)
    assert said.code == 0
    part = next((elsewhere / "results" / "journeys").glob("part-*"))
    part.write_bytes(part.read_bytes()[:-9] + bytes(9))
    assert rerun_in(elsewhere).code == 3
