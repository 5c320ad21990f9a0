"""What the software needs is written down as it is installed here, to the exact version."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

OURS = "exit-sim"


@cache
def pinned(package: Path) -> tuple[str, ...]:
    """Name every library that the package imports and that is installed, and all that they need.

    Extras count where they are installed. Versions are those of this process.
    """
    installed = packages_distributions()
    imported = {name for path in package.rglob("*.py") for name in _imported(path)}
    roots = {each for name in imported for each in installed.get(name, ())}
    found: dict[str, str] = {}
    _follow([*roots, *_needs(OURS, frozenset())], found)
    return tuple(sorted(f"{name}=={version}" for name, version in found.items() if name != OURS))


def _imported(path: Path) -> Iterator[str]:
    """Name the libraries that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _follow(names: list[str], found: dict[str, str]) -> None:
    """Add each distribution, and those that it needs here."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    left, seen = [(name, frozenset[str]()) for name in names], set[tuple[str, frozenset[str]]]()
    while left:
        name, extras = left.pop()
        needed = Requirement(name)
        one = (str(canonicalize_name(needed.name)), extras | frozenset(needed.extras))
        if one in seen:
            continue
        seen.add(one)
        try:
            found[one[0]] = distribution(needed.name).version
        except PackageNotFoundError:  # needed elsewhere, or only by an extra that is not here
            continue
        left += [(each, frozenset()) for each in _needs(*one)]


def _needs(name: str, extras: frozenset[str]) -> list[str]:
    """Give what a distribution needs on this system, with these extras, without conditions."""
    from packaging.requirements import Requirement

    try:
        every = [Requirement(each) for each in distribution(name).requires or ()]
    except PackageNotFoundError:
        return []
    needed = []
    for each in every:
        conditions = [{"extra": extra} for extra in ("", *sorted(extras))]
        if each.marker is None or any(each.marker.evaluate(one) for one in conditions):
            with_extras = f"[{','.join(sorted(each.extras))}]" if each.extras else ""
            needed.append(each.name + with_extras)
    return needed


def python() -> str:
    """Say which Python this is.

    >>> python().count(".")
    2
    """
    return ".".join(map(str, sys.version_info[:3]))
