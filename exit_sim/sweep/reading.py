"""A file of a sweep is read only where its bytes are those that its name promises."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim.errors import BadInput
from exit_sim.sweep.store import Part, hash_of

if TYPE_CHECKING:
    import pyarrow as pa

SAYS_WHICH = "exit-sim verify names everything that is damaged"


def bytes_of(part: Part) -> bytes:
    """Read the bytes of a file.

    Raises:
        BadInput: they are not those that its name promises.
    """
    try:
        content = part.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise BadInput(problem, file=str(part.path)) from None
    if hash_of(content) != part.hash:
        problem = "is damaged: its bytes are not those that its name promises"
        raise BadInput(problem, file=str(part.path), allowed=SAYS_WHICH)
    return content


def table_of(part: Part) -> "pa.Table":
    """Read the rows of a file.

    Raises:
        BadInput: its bytes are not those that its name promises.
    """
    return rows_in(bytes_of(part), part)


def rows_in(content: bytes, part: Part) -> "pa.Table":
    """Read rows from a file's bytes, whatever they are.

    Raises:
        BadInput: they are no table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(io.BytesIO(content)).read()
    except (pa.ArrowException, OSError):
        problem = "holds no table that can be read"
        raise BadInput(problem, file=str(part.path), allowed=SAYS_WHICH) from None


def said_by(content: bytes, part: Part) -> dict[str, str]:
    """Read what a file's metadata say of it.

    Raises:
        BadInput: it is no table.
    """
    said = rows_in(content, part).schema.metadata or {}
    return {name.decode(): one.decode(errors="replace") for name, one in said.items()}


def columns_of(part: Part, names: Sequence[str]) -> "pa.Table":
    """Read some columns of a file without looking at its other bytes.

    Raises:
        BadInput: they cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(part.path) as file:  # read_table would load pandas
            return file.read(columns=list(names)).select(list(names))
    except (pa.ArrowException, OSError, KeyError):
        problem = "holds no table that can be read"
        raise BadInput(problem, file=str(part.path), allowed=SAYS_WHICH) from None
