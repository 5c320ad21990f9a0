"""One zip has the same bytes for the same content, and is there whole or not at all."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from exit_sim.errors import BadInput

DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold; every file has it."""

PACKED = frozenset({".parquet", ".png"})
"""What is compressed already."""

_MODE = 0o100644 << 16
_UNIX = 3


def check_file(where: Path, sign: str, what: str = "deposit") -> None:
    """Refuse a place that no such zip can be put at: what else stands there is never replaced.

    ``sign`` is a file that every one of them holds.

    Raises:
        BadInput: it is no place for one.
    """
    allowed = f"name a new file, such as {what}.zip"
    if where.suffix.lower() != ".zip":
        problem = "does not end as a zip does"
        raise BadInput(problem, file=str(where), allowed=allowed)
    if where.is_dir() or (where.exists() and not _holds(where, sign)):
        problem = f"is there already, and is no {what}"
        raise BadInput(problem, file=str(where), allowed=allowed)


def _holds(where: Path, sign: str) -> bool:
    try:
        with ZipFile(where) as found:
            return sign in found.namelist()
    except (OSError, BadZipFile):
        return False


def put_zip(where: Path, entries: Mapping[str, bytes | Path]) -> None:
    """Write entries, in order of the alphabet, beside the place of the zip, and put it there.

    Raises:
        BadInput: the system refuses.
    """
    part = where.with_name(f".{where.name}-{secrets.token_hex(6)}.part")
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(part, "x") as to:
            for name in sorted(entries):
                _add(to, name, entries[name])
        part.replace(where)
    except OSError as error:
        problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise BadInput(problem, file=str(where)) from None
    finally:
        part.unlink(missing_ok=True)


def _add(to: ZipFile, name: str, content: bytes | Path) -> None:
    """Add one file; a large one is never held whole."""
    told = ZipInfo(name, DATE)
    told.create_system, told.external_attr = _UNIX, _MODE
    told.compress_type = ZIP_STORED if Path(name).suffix in PACKED else ZIP_DEFLATED
    if isinstance(content, bytes):
        to.writestr(told, content)
        return
    told.file_size = content.stat().st_size
    with content.open("rb") as source, to.open(told, "w") as into:
        shutil.copyfileobj(source, into)
