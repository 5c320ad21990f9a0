"""A sweep is handed on as one file a table: CSV, Parquet, or Stata's with labels."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from exit_sim.results.columns import CODE, TEXT, YES_OR_NO, Column
from exit_sim.results.table_files import ROWS_IN_A_GROUP, schema_of
from exit_sim.sweep.files import PART, keeping
from exit_sim.sweep.reading import table_of
from exit_sim.sweep.standing import Standing

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LONGEST_LABEL = 80
"""Letters of a label in Stata."""

LONGEST_TEXT = 2045
"""Letters of a text in Stata; longer ones are of another kind."""

Told = Callable[[int], None]


def export_csv(standing: Standing, table: str, where: Path, told: Told) -> None:
    """Write a table as CSV, shard by shard: UTF-8, numbers in full, missing ones empty.

    Raises:
        BadInput: a shard is damaged.
        CannotKeep: the system refused.
    """
    from pyarrow import csv

    with appearing(where) as part, csv.CSVWriter(part, _schema(standing, table)) as writer:
        for rows in _shards(standing, table, told):
            writer.write_table(rows)


def export_parquet(standing: Standing, table: str, where: Path, told: Told) -> None:
    """Write a table as one Parquet file, shard by shard.

    Raises:
        BadInput: a shard is damaged.
        CannotKeep: the system refused.
    """
    import pyarrow.parquet as pq

    schema = _schema(standing, table)
    with (
        appearing(where) as part,
        pq.ParquetWriter(
            part, schema, compression="zstd", compression_level=3, version="2.6"
        ) as writer,
    ):
        for rows in _shards(standing, table, told):
            writer.write_table(rows, row_group_size=ROWS_IN_A_GROUP)


def export_dta(standing: Standing, table: str, where: Path, told: Told) -> None:
    """Write a table for Stata: short names, labels of variables and of values.

    Words of a list and codes become numbers with labels. It is held in memory as a whole.

    Raises:
        BadInput: a shard is damaged.
        CannotKeep: the system refused.
    """
    import pyarrow as pa

    columns = standing.store.columns()[table]
    whole = pa.concat_tables(_shards(standing, table, told))
    frame = whole.to_pandas(strings_to_categorical=False)
    options = {"option": tuple(standing.store.plan["options"])}
    frame = frame.assign(
        **{
            column.name: _for_stata(frame[column.name], options.get(column.name, words_of(column)))
            for column in columns
            if column.type == TEXT
        }
    )
    frame = frame.rename(columns={column.name: column.short for column in columns})
    plan = standing.store.plan
    longer = [
        column.short
        for column in columns
        if frame[column.short].dtype == object
        and frame[column.short].str.len().max() > LONGEST_TEXT
    ]
    with appearing(where) as part:
        frame.to_stata(
            part,
            write_index=False,
            version=118,
            variable_labels={column.short: _label(column) for column in columns},
            value_labels={
                column.short: codes_of(column)
                for column in columns
                if column.type in {CODE, YES_OR_NO} and frame[column.short].notna().any()
            },
            data_label=shorten(plan["about"].get("title", plan["name"]), LONGEST_LABEL),
            convert_strl=longer,
        )


def words_of(column: Column) -> tuple[str, ...]:
    """Give the words of which a column has one each, if it is of such.

    >>> from exit_sim.results.columns import TEXT
    >>> words_of(Column("a", "a", "", "", TEXT, None, None, "", "", "one; two"))
    ('one', 'two')
    """
    return tuple(column.labels.split("; ")) if column.labels else ()


def codes_of(column: Column) -> dict[int, str]:
    """Give the word for each code of a column.

    >>> from exit_sim.results.columns import YES_OR_NO
    >>> codes_of(Column("a", "a", "", "", YES_OR_NO, 0, 1, "", "", "0 = no; 1 = yes"))
    {0: 'no', 1: 'yes'}
    """
    pairs = (each.partition(" = ") for each in column.labels.split("; "))
    return {int(code): word for code, _, word in pairs}


@contextmanager
def appearing(where: Path) -> Iterator[Path]:
    """Let a file be written beside its place, and put it there when it is whole.

    Raises:
        CannotKeep: the system refused; then nothing is there that was not before.
    """
    part = where.with_name(f"{PART}{os.getpid()}-{where.name}")
    with keeping(where):
        try:
            yield part
            part.replace(where)
        finally:
            part.unlink(missing_ok=True)


def _schema(standing: Standing, table: str) -> "pa.Schema":
    return schema_of(table, standing.store.columns()[table], {"plan": standing.store.name})


def _shards(standing: Standing, table: str, told: Told) -> "Iterator[pa.Table]":
    schema = _schema(standing, table)
    for number, part in enumerate(standing.parts(table)):
        told(number + 1)
        yield table_of(part).replace_schema_metadata(schema.metadata)


def _for_stata(texts: "pd.Series[Any]", words: tuple[str, ...]) -> "pd.Series[Any]":
    """Give texts as words of a list, or as what they are, empty where missing."""
    import pandas as pd

    if words and set(texts.dropna()) <= set(words):
        return pd.Series(pd.Categorical(texts, categories=list(words)), index=texts.index)
    return texts.astype(object).where(texts.notna(), "")


def _label(column: Column) -> str:
    return shorten(f"{column.label} [{column.unit}]", LONGEST_LABEL, placeholder="…")
