"""The software goes along as it is here, with its data, so that no copy elsewhere is needed."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from exit_sim.results.deposit.requirements import OURS

LICENCE = "LICENSE"


def software(package: Path) -> dict[str, Path]:
    """Give the files of a package below a folder that Python can be pointed at, and the licence."""
    found = {
        f"{package.name}/{path.relative_to(package).as_posix()}": path
        for path in package.rglob("*")
        if path.is_file() and _belongs(path.relative_to(package))
    }
    licence = _licence(package)
    return found | ({LICENCE: licence} if licence else {})


def _belongs(path: Path) -> bool:
    """Whether a file is source or data, and nothing that Python or an editor left."""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not hidden and path.suffix not in {".pyc", ".pyo"}


def _licence(package: Path) -> Path | None:
    """Find the licence: beside the package, or where it was installed."""
    beside = package.parent / LICENCE
    if beside.is_file():
        return beside
    try:
        files = distribution(OURS).files or ()
    except PackageNotFoundError:
        return None
    found = [Path(str(one.locate())) for one in files if one.name == LICENCE]
    return next((path for path in found if path.is_file()), None)
