"""One pair of twins: where they part, and their two stories side by side."""

import shlex
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from command_line import SMALL, ask, files
from exit_sim.commands.telling_twins import _telling
from exit_sim.twins.outcomes import GOVERNS
from exit_sim.twins.study import KEEP, Option, Study, Units

SETTINGS = "".join(f"{word}\n" for word in SMALL if word != "--set")
ONE = ("what-if", "small.toml", "--change", "champion_leaves:month=9")


@pytest.fixture(autouse=True)
def a_small_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario file of a small organisation, in the folder in which commands are given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(f'extends = "baseline"\n{SETTINGS}', "utf-8")


@pytest.mark.usefixtures("engine")
def test_a_pair_is_told_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """Month, who, the two values and both stories; and that one pair is no finding."""
    said = ask(capsys, *ONE, "--seed", "3", "--pair")
    assert (said.code, said.error) == (0, "")
    text = " ".join(said.out.split())
    assert "One pair of twins, seed 3: no change, and champion_leaves:month=9" in text
    assert "They part in month" in text
    assert "under no change and" in text
    assert "paired runs with common random numbers" in text
    assert "what happens here is no finding" in text
    assert text.count("The setting.") == 2
    assert "of 100" not in text
    assert said.out.rstrip().endswith("--change champion_leaves:month=9 --seed 3 --pair")


@pytest.mark.usefixtures("engine")
def test_the_answer_names_the_pair_and_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The command below the answer tells of the same pair that it parts at the same place."""
    said = ask(capsys, *ONE, "--runs", "8")
    line = next(line.strip() for line in said.out.splitlines() if line.endswith("--pair"))
    again = ask(capsys, *shlex.split(line)[1:])
    assert again.code == 0
    parts = [one.out[one.out.index("They part in") :].split("\n\n")[0] for one in (said, again)]
    assert parts[0].split("\n  no change")[0] == parts[1]


@pytest.mark.usefixtures("engine")
def test_a_pair_is_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The text, and a row for each side with every column described."""
    said = ask(capsys, *ONE, "--pair", "--out", "out")
    assert said.code == 0
    kept = files(tmp_path / "out")
    assert kept["pair.txt"].decode().strip() in said.out
    rows = pq.read_table(tmp_path / "out" / "pairs.parquet").to_pylist()
    assert [row["option"] for row in rows] == ["no change", "champion_leaves:month=9"]
    described = kept["columns.csv"].decode()
    assert all(f"\n{name}," in described for name in rows[0])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--runs", "4"), "--runs = 4 is about many pairs, and --pair is about one"),
        (("--precision", "0.1"), "is about many pairs"),
        (("--over", "plausible"), "is about many pairs"),
    ],
)
def test_a_pair_is_one(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is about many pairs does not go with one."""
    said = ask(capsys, *ONE, "--pair", *words)
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert says in said.error


def test_a_population_has_no_one_pair(capsys: pytest.CaptureFixture[str]) -> None:
    """Its organisations differ, so that one pair says nothing of them."""
    said = ask(capsys, "what-if", "reference", "--change", "taper", "--pair")
    assert (said.code, said.error.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("lasts", "endings", "place", "why"),
    [
        ([0.0, 1.0, 0.0], ["faded", "faded", "ended"], 1, "what lasts differs"),
        ([0.0, np.nan, 0.0], ["faded", "faded", "ended"], 2, "endings differ"),
        ([0.0, 0.0, 0.0], ["faded", "faded", "faded"], 0, "The first pair."),
    ],
)
def test_the_pair_that_tells_most_is_told(
    lasts: list[float], endings: list[str], place: int, why: str
) -> None:
    """First comes what lasts, then the ending; how it was chosen is said."""
    found = Study(Units("A place", lambda _: None), (KEEP, Option("b", lambda one: one)), ())  # type: ignore[arg-type,return-value]
    found.seeds = [1, 2, 3]
    found.columns = [
        {GOVERNS: np.zeros(3), "ending": np.array(["faded"] * 3, object)},
        {GOVERNS: np.array(lasts), "ending": np.array(endings, object)},
    ]
    chosen, said = _telling(found, 1)
    assert chosen == place
    assert why in said
