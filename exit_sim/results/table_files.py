"""A table is written as Parquet or as CSV: the same rows are the same bytes."""

import csv
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from exit_sim.results.columns import CODE, NUMBER, TEXT, WHOLE, YES_OR_NO, Column, Table, Value
from exit_sim.results.fingerprint import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_IN_A_GROUP = 65_536


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Write rows as CSV: UTF-8, lines end in a line feed, floats in full, missing ones empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow("" if value is None else _written(value) for value in row)
    return text.getvalue().encode()


def _written(value: float | str) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _csv(table: Table) -> bytes:
    return as_csv([column.name for column in table.columns], table.rows)


def _parquet(table: Table) -> bytes:
    values: list[Any] = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return parquet_of(table.name, table.columns, values)


def schema_of(
    name: str, columns: Sequence[Column], more: Mapping[str, str] = MappingProxyType({})
) -> "pa.Schema":
    """Say which columns a Parquet file of a table has, of which types, and what its metadata say.

    What is said ``more`` stands in the metadata.
    """
    import pyarrow as pa

    types = {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        WHOLE: pa.int64(),
        CODE: pa.int64(),
        YES_OR_NO: pa.int64(),
    }
    return pa.schema(
        [pa.field(column.name, types[column.type]) for column in columns],
        metadata={"schema_version": str(SCHEMA_VERSION), "table": name, **more},
    )


def parquet_of(
    name: str,
    columns: Sequence[Column],
    values: Sequence[Any],
    more: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Write columns as Parquet: the same values are the same bytes for one version of pyarrow.

    ``values`` are sequences or arrays, a column each; None and NaN are missing.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(name, columns, more)
    arrays = [
        pa.array(cells, from_pandas=True).cast(field.type)
        if isinstance(cells, np.ndarray)
        else pa.array(cells, field.type)
        for cells, field in zip(values, schema, strict=True)
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        row_group_size=ROWS_IN_A_GROUP,
        compression="zstd",
        compression_level=3,
        version="2.6",
    )
    return bytes(sink.getvalue())


ENCODED = {"csv": _csv, "parquet": _parquet}
"""What writes a table in each form."""

FORMS = tuple(ENCODED)
