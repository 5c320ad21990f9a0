"""What if: the answer first, twins explained, four uncertainties named, a whole folder kept."""

import csv
import io
import shlex
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from command_line import SMALL, ask, files, last_command

SETTINGS = "".join(f"{word}\n" for word in SMALL if word != "--set")


@pytest.fixture(autouse=True)
def a_small_place(tmp_path: Path, monkeypatch) -> None:
    """A scenario file of a small organisation, in the folder in which commands are given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(f'extends = "baseline"\n{SETTINGS}', "utf-8")
    longer = 'extends = "small.toml"\ntime.horizon = 60\n'
    (tmp_path / "long.toml").write_text(longer, "utf-8")


ONE = ("what-if", "small.toml")
LONG = ("what-if", "long.toml")
"""Followed for long enough that it is known what lasts."""


def _paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("\n\n")]


def test_the_answer_comes_first(capsys) -> None:
    """The headline stands above the tables, has at most 25 words, and names its uncertainty."""
    said = ask(capsys, *ONE, "--change", "taper", "--runs", "16")
    assert (said.code, said.error) == (0, "")
    headline = said.out.split("\n\n")[1].split("\nNot computed")[0]
    assert len(headline.split()) <= 25
    assert "of 100 simulated journeys" in headline or "It cannot be said" in headline
    assert "twins, paired runs" in " ".join(said.out.split())
    assert "Not computed: range over plausible settings and rival forms" in said.out
    assert "chance" not in said.out


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_known_answer_is_one_short_sentence(seed, capsys) -> None:
    """Where lasting is known both levels are given, of 100, with the interval that was computed."""
    out = ask(capsys, *LONG, "--change", "taper", "--runs", "8", "--seed", str(seed)).out
    headline = _paragraphs(out)[1].split(" Not computed")[0]
    assert len(headline.split()) <= 25
    assert "of 100 simulated journeys last in the model" in headline
    assert "simulation error" in headline
    assert headline.count(".") == 1


def test_twins_are_explained_where_they_are_first_named(capsys) -> None:
    """Nobody meets the word twins before its explanation, and digital twins nowhere."""
    out = ask(capsys, *LONG, "--change", "taper", "--change", "retraining", "--runs", "4").out
    said = " ".join(out.split()).lower()
    explained = "twins, paired runs with common random numbers"
    assert said.index("twin") == said.index(explained)
    assert said.count(explained) == 1
    assert "digital" not in said


def test_options_are_each_against_no_change_or_together(capsys) -> None:
    """Two changes are two options, or with --together one; settings are options like changes."""
    words = ("--change", "taper", "--set", "receptivity.culture=0.7", "--runs", "4")
    apart = ask(capsys, *ONE, *words).out
    assert "Option 1: taper" in apart
    assert "Option 2: receptivity.culture=0.7" in apart
    together = ask(capsys, *ONE, *words, "--together").out
    assert "Option 1: taper and receptivity.culture=0.7" in together
    assert "Option 2" not in together


def test_two_scenarios_are_compared(capsys) -> None:
    """The second of two scenario files is compared with the first."""
    Path("bolder.toml").write_text('extends = "small.toml"\nreceptivity.culture = 0.7\n', "utf-8")
    said = ask(capsys, *ONE, "bolder.toml", "--runs", "4")
    assert (said.code, said.error) == (0, "")
    assert "Option 1: " in said.out
    refused = ask(capsys, *ONE, "bolder.toml", "--change", "taper")
    assert (refused.code, refused.error.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "changes nothing"),
        (("--change", "tapr"), "did you mean taper?"),
        (("--change", "taper", "--change", "taper"), "is given twice"),
        (("--change", "taper", "--together"), "has only one thing to put together"),
        (("--change", "taper", "--precision", "0"), "--precision = 0.0"),
        (("--change", "taper", "--precision", "nan"), "--precision = nan"),
        (("--change", "taper", "--precision", "2"), "--precision = 2.0"),
        (("--change", "taper", "--precision", "0.1", "--runs", "8"), "so does --runs"),
        (("--change", "taper", "--runs", "1"), "--runs = 1 is out of range"),
        (("--change", "taper", "--seed", str(2**53)), "--seed"),
        (("--change", "taper", "--seed", str(2**53 - 1), "--runs", "2"), "--seed plus --runs"),
        (("--change", "taper", "--seed", "-1"), "--seed"),
        (("--set", "time.horizon=7"), "is followed for 7 months"),
        (("--set", "receptivity.cultur=0.7"), "did you mean"),
    ],
)
def test_bad_input_is_one_sentence(words, says, capsys) -> None:
    """What cannot be compared is refused in one sentence, with status 2."""
    said = ask(capsys, *ONE, *words)
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert says in said.error


def test_a_folder_explains_itself(capsys, tmp_path: Path) -> None:
    """Tables, every column described, the answer as printed, a figure; the same bytes again."""
    kept = []
    for name in ("one", "two"):
        said = ask(capsys, *ONE, "--change", "taper", "--runs", "8", "--out", name)
        assert said.code == 0
        kept.append(files(tmp_path / name, but=["provenance.json"]))
    assert kept[0] == kept[1]
    names = set(kept[0])
    assert {"README.txt", "answer.txt", "columns.csv", "figures/option_1.svg"} <= names
    assert {"differences.parquet", "pairs.parquet"} <= names
    described = csv.DictReader(io.StringIO(kept[0]["columns.csv"].decode()))
    tables = {row["table"] for row in described}
    assert tables == {"differences", "pairs"}
    assert kept[0]["answer.txt"].decode().strip() in said.out
    assert shlex.split(last_command(said.out))[:3] == ["exit-sim", "what-if", "small.toml"]


def test_every_column_of_every_table_is_described(capsys, tmp_path: Path) -> None:
    """In columns.csv each column of each table stands once, in its order, and nothing else."""
    said = ask(capsys, "what-if", "reference", "--change", "taper", "--runs", "40", "--out", "kept")
    assert (said.code, said.error) == (0, "")
    with (tmp_path / "kept" / "columns.csv").open(encoding="utf-8", newline="") as file:
        described = [(row["table"], row["name"]) for row in csv.DictReader(file)]
    held = {path.stem: pq.read_table(path) for path in (tmp_path / "kept").glob("*.parquet")}
    assert set(held) == {"differences", "pairs", "breakdown"}
    for name, table in held.items():
        assert [column for of, column in described if of == name] == table.column_names
    assert len(described) == sum(table.num_columns for table in held.values())
    assert held["pairs"].num_rows == 2 * 40


def test_what_was_printed_is_kept_and_drawn(capsys, tmp_path: Path) -> None:
    """answer.txt is what was printed, but for the place and the command; a figure an option."""
    words = ("--change", "taper", "--change", "retraining", "--runs", "4", "--out", "kept")
    said = ask(capsys, *LONG, *words)
    kept = files(tmp_path / "kept")
    answer = kept["answer.txt"].decode()
    assert said.out.startswith(answer.rstrip("\n"))
    rest = said.out[len(answer.rstrip("\n")) :]
    assert "Kept in kept" in rest
    assert len(_paragraphs(rest.strip())) == 2
    for option in (1, 2):
        assert kept[f"figures/option_{option}.png"].startswith(b"\x89PNG")
        assert b"<text" in kept[f"figures/option_{option}.svg"]


def test_the_last_line_repeats(capsys) -> None:
    """The command that is printed last prints the same, itself included."""
    first = ask(
        capsys, *LONG, "--change", "taper", "--set", "receptivity.culture=0.7", "--runs", "4"
    )
    again = ask(capsys, *shlex.split(last_command(first.out))[1:])
    assert again == first


@pytest.mark.parametrize("seed", [0, 2**53 - 2])
def test_the_first_and_the_last_luck_are_lucks(seed, capsys) -> None:
    """Pairs may begin with the first seed and end with the last."""
    said = ask(capsys, *ONE, "--change", "taper", "--seed", str(seed), "--runs", "2")
    assert (said.code, said.error) == (0, "")
    assert f"2 pairs of journeys, from seed {seed}." in " ".join(said.out.split())


def test_a_population_is_broken_down(capsys) -> None:
    """Of a population it is told among which organisations, and nothing of single stories."""
    said = ask(capsys, "what-if", "reference", "--change", "taper", "--runs", "40")
    assert (said.code, said.error) == (0, "")
    assert "of 100 simulated organisations" in " ".join(said.out.split())
    for by in ("rating", "sector", "funder", "supportive"):
        assert by in said.out
    assert "One pair of twins" not in said.out


@pytest.mark.slow
def test_what_was_assumed_is_varied(capsys) -> None:
    """--over plausible computes all four uncertainties."""
    said = ask(capsys, *ONE, "--change", "taper", "--runs", "4", "--over", "plausible")
    assert said.code == 0
    assert "Not computed" not in said.out
    assert "rival forms" in said.out
