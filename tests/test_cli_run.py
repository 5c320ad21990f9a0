"""What exit-sim run prints and keeps: stories, endings, spread, error, and the same every time."""

import csv
import io
import re
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from command_line import SMALL, WITHOUT_PICTURES, ask, files, finished, last_command
from exit_sim.commands.telling_many import A_HUNDRED, counts
from exit_sim.results.manifest import MANIFEST
from exit_sim.results.run_record import simulate
from exit_sim.results.whole_folder import PROVENANCE
from exit_sim.story.typical import rows_of
from small_organisations import eager

ONE = ("run", "baseline", *SMALL)
NOWHERE = "Nothing was kept"


@pytest.fixture
def no_pictures(monkeypatch) -> None:
    """Leave the figures out, where a test is about something else."""
    monkeypatch.setattr("exit_sim.commands.pictures.drawn", lambda _: [])


def test_a_single_journey_is_told(capsys, tmp_path, monkeypatch) -> None:
    """The story, why it ended so, a table of key months, and that one journey is no finding."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, *ONE)
    assert (said.code, said.error) == (0, "")
    assert "One of many possible journeys:" in said.out
    assert re.search("^(Why it|What keeps it)", said.out, re.MULTILINE)
    assert "Key months" in said.out
    for head in ("phase", "use", "reach", "openness", "reported", "benefit", "fifth"):
        assert head in said.out
    assert "seed 1, 30 months" in said.out
    assert "not a forecast" in said.out
    assert "no finding" in said.out
    assert "--seed 1 --runs 100" in said.out
    assert NOWHERE in said.out
    assert list(tmp_path.iterdir()) == []


def test_the_last_line_repeats_it(capsys) -> None:
    """What the last line says gives the same text again."""
    said = ask(capsys, *ONE, "--change", "champion_leaves:month=9", "--seed", "3")
    command = last_command(said.out)
    assert command.startswith("exit-sim run baseline --change champion_leaves:month=9 --set")
    assert "What if the champion left?" in said.out
    import shlex

    assert ask(capsys, *shlex.split(command)[1:]).out == said.out


def test_every_month_on_request(capsys) -> None:
    """With --months the table has a row for each month."""
    said = ask(capsys, *ONE, "--months")
    table = said.out.split("Month by month")[1]
    assert len(re.findall(r"^ *\d+ .*%", table, re.MULTILINE)) == 30


def test_a_folder_is_kept(capsys, tmp_path) -> None:
    """With --out a folder holds the text, the tables, and three figures in four forms."""
    out = tmp_path / "new" / "out"
    said = ask(capsys, *ONE, "--out", str(out))
    assert (said.code, said.error) == (0, "")
    figures = {
        f"figures/{name}.{form}"
        for name in ("journey", "leadership", "success_and_benefit")
        for form in ("svg", "png", "csv")
    }
    assert set(files(out)) == {
        "README.txt",
        "report.json",
        "story.txt",
        "columns.csv",
        "journeys.parquet",
        "months.parquet",
        "events.parquet",
        MANIFEST,
        PROVENANCE,
        "figures/figures.txt",
        *figures,
    }
    readme = (out / "README.txt").read_text("utf-8")
    assert last_command(readme) == last_command(said.out)
    assert "--out" not in readme
    assert "Kept in" in said.out
    story = (out / "story.txt").read_text("utf-8")
    assert story.strip() in said.out
    assert all(line == line.rstrip() for line in story.splitlines())
    assert str(tmp_path) not in "".join(map(str, files(out).values()))


@pytest.mark.usefixtures("no_pictures")
def test_tables_may_be_csv_and_hold_people(capsys, tmp_path) -> None:
    """--to csv and --people do what they say; an older result is replaced."""
    out = tmp_path / "out"
    assert ask(capsys, *ONE, "--out", str(out)).code == 0
    assert ask(capsys, *ONE, "--out", str(out), "--to", "csv", "--people").code == 0
    kept = files(out)
    assert not [name for name in kept if name.endswith(".parquet")]
    assert "people_frontline.csv" in kept
    rows = list(csv.DictReader(io.StringIO(kept["people_champion.csv"].decode())))
    assert len(rows) == 30


@pytest.mark.usefixtures("no_pictures")
def test_many_journeys_are_told(capsys, tmp_path) -> None:
    """The most typical, the most different, endings, spread and error, named for what they are."""
    out = tmp_path / "out"
    said = ask(capsys, *ONE, "--runs", "5", "--seed", "11", "--out", str(out))
    assert (said.code, said.error) == (0, "")
    order = [
        "The most typical of 5 journeys: seed 1",
        "Typical means",
        "The journey most different from it: seed 1",
        "How 5 simulated organisations ended",
        "Spread between journeys",
        "Simulation error",
        "Not computed: the range over plausible settings, and rival forms",
    ]
    places = [said.out.index(each) for each in order]
    assert places == sorted(places)
    assert "chance" not in said.out.split("How 5 simulated")[1]
    assert "95" not in said.out.split("How 5 simulated")[1].split("Kept in")[0]
    assert last_command(said.out).endswith("--seed 11 --runs 5")
    readme = (out / "README.txt").read_text("utf-8")
    assert "Of 5 simulated organisations, " in readme
    for name in ("Spread between journeys:", "Simulation error:", "Not computed:"):
        assert f"  {name}" in readme
    assert pq.read_table(out / "journeys.parquet")["seed"].to_pylist() == [11, 12, 13, 14, 15]


def test_figures_of_many(capsys, tmp_path) -> None:
    """Many journeys have bands and endings, and the most typical of them its own figures."""
    out = tmp_path / "out"
    assert ask(capsys, *ONE, "--runs", "2", "--out", str(out)).code == 0
    assert {path.stem for path in (out / "figures").glob("*.svg")} == {
        "bands",
        "endings",
        "journey_typical",
        "leadership_typical",
        "success_and_benefit_typical",
    }


def test_counts_are_said_as_counts() -> None:
    """Of a hundred it is so many of 100; of fewer, of how many stands first."""
    run = simulate(eager(time__horizon=12), 1)
    row = rows_of([run])
    assert counts(row * 40) == [counts(row)[0].replace("Of 1 ", "Of 40 ").replace(", 1", ", 40")
                                  .replace("organisation,", "organisations,")]  # fmt: skip
    assert counts(row * A_HUNDRED)[0].startswith("100 of 100 simulated organisations: ")


@pytest.mark.usefixtures("no_pictures")
def test_threads_change_nothing(capsys, tmp_path, monkeypatch) -> None:
    """The same bytes come of one thread and of two, and nothing that promises bytes names them."""
    monkeypatch.setattr("exit_sim.commands.running.COMPILED_FROM", 0)
    monkeypatch.setattr("exit_sim.commands.running.WORTH_COMPILING", 0)
    kept = []
    for threads in ("1", "2"):
        (tmp_path / threads).mkdir()
        monkeypatch.chdir(tmp_path / threads)
        said = ask(capsys, *ONE, "--runs", "8", "--threads", threads, "--out", "out")
        assert (said.code, said.error) == (0, "")
        kept.append((said.out, files(tmp_path / threads, but=[PROVENANCE])))
    assert kept[0] == kept[1]


@pytest.mark.parametrize("what", ["a file", "a folder of somebody else's", "below a file"])
def test_a_place_that_is_taken_is_refused_before_anything_runs(
    what, capsys, tmp_path, monkeypatch
) -> None:
    """Nobody's files are touched, and nobody waits to hear of it."""
    monkeypatch.setattr("exit_sim.results.run_record.simulate", None)
    out = tmp_path / "out"
    if what == "a folder of somebody else's":
        out.mkdir()
        (out / "thesis.txt").write_text("mine", "utf-8")
    else:
        out.write_text("mine", "utf-8")
    before = files(tmp_path)
    place = out / "below" if what == "below a file" else out
    said = ask(capsys, *ONE, "--out", str(place))
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert files(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set otherwise on Windows")
def test_a_full_disk_leaves_nothing(tmp_path) -> None:
    """Where the folder does not fit, one sentence says so and nothing is left."""
    import resource

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    words = [*ONE, "--out", str(Path("out"))]
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    said = finished(words, tmp_path, env, WITHOUT_PICTURES, preexec_fn=small_files_only)
    assert said == (2, "", "out: cannot be written: file too large\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty on Windows")
def test_progress_is_shown_on_a_terminal_alone(tmp_path) -> None:
    """How many are done and the time left stand on standard error, and only for eyes."""
    import os
    import pty

    main, other = pty.openpty()
    words = [*ONE, "--runs", "3"]
    said = finished(words, tmp_path, {"TERM": "xterm-256color"}, stderr=other)
    seen = os.read(main, 100_000).decode()
    os.close(other)
    os.close(main)
    assert said.code == 0
    assert "3/3" in seen
    assert "\x1b" not in said.out
