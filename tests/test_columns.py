"""Every column of every table is described, keeps its bounds, and has one form of nothing."""

import csv
import io
from itertools import pairwise
from math import isfinite
from typing import Annotated, Any, NamedTuple

import pytest

from exit_sim.ledger import Event
from exit_sim.month import ROLES
from exit_sim.results.columns import (
    CODE,
    LONGEST_SHORT,
    NUMBER,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Column,
    cell,
    declared,
)
from exit_sim.results.folder import Said, write_folder
from exit_sim.results.run_record import simulate
from exit_sim.results.tables import ASIDE, columns_of, people_table, tables
from exit_sim.scenario.settable import SETTABLE
from exit_sim.vocabulary import Choice, Month, Role, Share
from exit_sim.world import World
from small_organisations import MANY, eager, random_run

TABLES = ("journeys", "months", "events", *map(people_table, Role))
FORMS = {NUMBER: float, TEXT: str, WHOLE: int, CODE: int, YES_OR_NO: int}


def random_tables() -> dict[str, list[tuple]]:
    """All rows of many random organisations, by table."""
    runs = [random_run(number) for number in MANY if number % 3 == 0]
    found: dict[str, list[tuple]] = {name: [] for name in TABLES}
    for number, run in enumerate(runs):
        for table in tables([run._replace(seed=number)], people=True):
            found[table.name] += table.rows
    return found


@pytest.fixture(scope="module")
def rows() -> dict[str, list[tuple]]:
    """All rows of many random organisations, by table."""
    return random_tables()


def fields(kind: Any) -> list[str]:
    """The fields of a state, those of a state within it dotted."""
    found = []
    for name in kind._fields:
        inner = kind.__annotations__[name]
        if hasattr(inner, "_fields"):
            found += [f"{name}.{field}" for field in fields(inner)]
        else:
            found.append(name)
    return found


def test_everything_that_changes_in_an_organisation_is_a_column_of_months() -> None:
    """No part of the world is left out but those that are set aside by name."""
    names = {column.name for column in columns_of("months")}
    for part in World._fields:
        of_part = {f"{part}.{field}" for field in fields(World.__annotations__[part])}
        assert part in ASIDE or of_part <= names


def test_everything_that_changes_about_a_person_is_a_column_of_their_role() -> None:
    """Each role's table has what its file declares, and no more but the key."""
    for role, module in ROLES.items():
        names = [column.name for column in columns_of(people_table(role))]
        state = module.first.__annotations__["return"]
        assert names == ["scenario", "changes", "seed", "month", *fields(state)]


def test_the_ledger_is_written_field_by_field() -> None:
    """The table of events has the event's own fields."""
    names = [column.name for column in columns_of("events")]
    assert names == ["scenario", "changes", "seed", *Event._fields]


def test_every_setting_is_a_column_of_journeys() -> None:
    """Inputs stand beside outcomes under the name by which they are set."""
    names = [column.name for column in columns_of("journeys")]
    assert names[-len(SETTABLE) :] == list(SETTABLE)


@pytest.mark.parametrize("table", TABLES)
def test_names_are_unique_and_short_names_suit_every_program(table) -> None:
    """A short name has at most 32 letters, digits and underscores and begins with a letter."""
    columns = columns_of(table)
    assert len({column.name for column in columns}) == len(columns)
    assert len({column.short for column in columns}) == len(columns)
    for column in columns:
        assert len(column.short) <= LONGEST_SHORT, column.short
        assert column.short.isidentifier(), column.short
        assert column.short.isascii(), column.short
        assert not column.short.startswith("_"), column.short


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_is(table) -> None:
    """Label, unit, type and source are given; numbers have bounds, codes and words are spelled."""
    for column in columns_of(table):
        assert column.label, column.name
        assert column.unit, column.name
        assert column.source, column.name
        assert column.table == table
        assert column.type in FORMS, column.name
        if column.type == TEXT:
            assert column.low is None, column.name
            assert column.high is None, column.name
        else:
            assert column.low < column.high, column.name
        if column.type in {CODE, YES_OR_NO} or column.unit == "one of these words":
            assert column.labels, column.name


@pytest.mark.parametrize("table", TABLES)
def test_values_have_the_form_and_keep_the_bounds_that_their_column_states(table, rows) -> None:
    """In random organisations every value is of its column's type and within its range."""
    for column, *values in zip(columns_of(table), *rows[table], strict=True):
        for value in values:
            if value is None:
                continue
            assert type(value) is FORMS[column.type], (column.name, value)
            if column.type == TEXT:
                words = column.unit == "one of these words"
                assert not words or value in column.labels.split("; "), (column.name, value)
            else:
                assert column.low <= value <= column.high, (column.name, value)


def test_there_is_no_minus_nought_and_one_form_of_missing(rows) -> None:
    """A value is finite, or missing; nought has no sign."""
    for table in rows.values():
        for row in table:
            for value in row:
                if isinstance(value, float):
                    assert isfinite(value)
                    assert str(value) != "-0.0"


def test_only_what_may_not_come_about_may_be_missing(rows) -> None:
    """Months, events and people have a value in every cell."""
    for name, table in rows.items():
        if name != "journeys":
            assert all(value is not None for row in table for value in row), name


def test_codes_are_labelled_one_by_one(rows) -> None:
    """Every code that occurs has its word, that for *nobody* and *not yet known* too."""
    for name, table in rows.items():
        for column, *values in zip(columns_of(name), *table, strict=True):
            if column.type == CODE:
                known = {int(label.partition(" = ")[0]) for label in column.labels.split("; ")}
                assert set(values) <= known, column.name


def test_columns_csv_describes_exactly_the_columns_of_the_tables_beside_it(tmp_path) -> None:
    """The folder's own description is complete, in the order of the tables, and nothing else."""
    run = simulate(eager(people__carers=1), 2, people=True)
    folder = write_folder(
        tmp_path / "out", [run], Said("Why?", ["So."], "exit-sim run"), form="csv", people=True
    )
    described = list(csv.DictReader(io.StringIO((folder / "columns.csv").read_text("utf-8"))))
    for path in folder.glob("*.csv"):
        if path.name != "columns.csv":
            header = path.read_text("utf-8").partition("\n")[0].split(",")
            assert header == [row["name"] for row in described if row["table"] == path.stem]
    assert {row["table"] for row in described} == set(TABLES)
    assert list(described[0]) == list(Column._fields)


class Novel(NamedTuple):
    """A state that somebody adds one day."""

    warmth: Annotated[Share, "warmth of the welcome"]
    seat: Annotated[float, Choice(Role), "who sits by the door; -1 nobody"]
    opened: Annotated[Month | None, "month in which the door opened"]


def test_a_new_declaration_is_a_new_column_at_once() -> None:
    """No list is kept by hand: what is declared is described."""
    warmth, seat, opened = declared(Novel, "door", "hall.")
    assert warmth[:7] == (
        "hall.warmth",
        "hall_warmth",
        "warmth of the welcome",
        "share",
        NUMBER,
        0.0,
        1.0,
    )
    assert (seat.type, seat.low, seat.labels[:23]) == (CODE, -1.0, "-1 = nobody; 0 = senior")
    assert (opened.type, opened.label) == (NUMBER, "month in which the door opened")


def test_rows_stand_in_the_order_of_their_key() -> None:
    """Runs handed over in any order make the same tables."""
    runs = [simulate(eager(), seed) for seed in (3, 1, 2)]
    assert tables(runs) == tables(runs[::-1])
    for table in tables(runs):
        keys = [row[:4] for row in table.rows]
        assert all(before[:3] <= after[:3] for before, after in pairwise(keys))


def test_a_cell_that_is_not_what_its_column_says_is_refused() -> None:
    """A flag of a half is a mistake of ours, not a number to be cut off."""
    flag = next(column for column in columns_of("months") if column.type == YES_OR_NO)
    with pytest.raises(ValueError, match="not whole"):
        cell(flag, 0.5)
    number = next(column for column in columns_of("months") if column.type == NUMBER)
    assert cell(number, float("nan")) is None
    assert str(cell(number, -0.0)) == "0.0"
