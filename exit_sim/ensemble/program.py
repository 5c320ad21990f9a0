"""The composed program is compiled once for each state of the rules and kept for the next time.

It is kept in a folder of the user's own, named by a hash of every source file that a rule may rest
on, of the compiler and of the processor: an edited rule is another folder, so that no old rule is
ever run. What is kept is machine code, so nobody else may write there.
"""

import gc
import hashlib
import importlib.util
import os
import shutil
import sys
import threading
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

from platformdirs import user_cache_path

import exit_sim
from exit_sim.ensemble.notices import EngineNotice
from exit_sim.rule import LOADED

ABOVE = frozenset(
    "results analysis twins sweep story figures report live ready_answers watching commands".split()  # noqa: SIM905
) | {"api.py", "cli.py", "__main__.py"}
"""What stands above the ensemble, which imports nothing of it: no rule can depend on these."""

KEPT = 3
"""How many states of the rules are kept; the newest."""

COMPILING = "Compiling the rules, once for this version of them: about half a minute."
Program = Callable[..., int]
_LOCK = threading.Lock()


@cache
def sources_hash() -> str:
    """Hash every source file that a rule may rest on, the compiler, Python and the processor."""
    import llvmlite
    import numba
    from llvmlite import binding

    whole = hashlib.sha256()
    package, newest = Path(exit_sim.__file__).parent, 0.0
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in ABOVE:
            continue
        whole.update(path.relative_to(package).as_posix().encode() + b"\0")
        whole.update(path.read_bytes() + b"\0")
        newest = max(newest, path.stat().st_mtime)
    if newest > LOADED:  # edited since it was imported: what is in memory is no file's rule
        whole.update(f"{os.getpid()} {LOADED}".encode())
    told = (numba.__version__, llvmlite.__version__, sys.version, binding.get_host_cpu_name())
    whole.update("\0".join((*told, os.environ.get("NUMBA_CPU_NAME", ""))).encode())
    return whole.hexdigest()[:32]


def program() -> Program:
    """Give the compiled program; one line is said where it must be compiled first.

    Raises:
        ImportError: the compiler is not there.
    """
    with _LOCK:
        return _program()


@cache
def _program() -> Program:
    from exit_sim.ensemble.composing import composed

    folder, source = _folder(), composed()
    try:
        path = _written(folder, source)
        if not is_compiled():
            warnings.warn(COMPILING, EngineNotice, stacklevel=4)
        run = _ready(_loaded(path))
    except OSError as error:
        why = error.strerror or "it cannot be written"
        text = f"{folder}: {why}; the rules are compiled anew each time, to the same numbers."
        warnings.warn(text, EngineNotice, stacklevel=4)
        return _ready(_unkept(source))
    _forget_old(folder)
    return run


def _folder() -> Path:
    return user_cache_path("exit_sim") / "programs" / sources_hash()


def is_compiled() -> bool:
    """Whether the program was compiled before, for the rules as they are."""
    return any(_folder().glob("__pycache__/*.nbi"))


def _written(folder: Path, source: str) -> Path:
    """Write the source, whole or not at all, where nobody else may; say that it is in use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_ours(folder)
    path = folder / "month.py"
    if not path.exists() or path.read_text("utf-8") != source:
        scratch = folder / f".month-{os.getpid()}-{threading.get_ident()}"
        scratch.write_text(source, "utf-8")
        scratch.replace(path)
    os.utime(folder)
    return path


def _check_ours(folder: Path) -> None:
    """Refuse a folder into which somebody else may have put machine code."""
    if hasattr(os, "getuid"):
        found = folder.stat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(1, "others may write there")
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "permission denied")


def _unkept(source: str) -> ModuleType:
    """Make the composed program a module that nothing is kept of."""
    module = ModuleType("exit_sim_composed")
    code = compile(source.replace("cache=True", "cache=False"), module.__name__, "exec")
    exec(code, module.__dict__)  # noqa: S102  # what we composed ourselves
    return module


def _loaded(path: Path) -> ModuleType:
    """Import the composed program."""
    name = f"exit_sim_composed_{path.parent.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(name, path=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _ready(module: ModuleType) -> Program:
    """Compile the program, or find it compiled, by running nothing.

    The compiler makes very many objects and lets few go, so that to look for those which might be
    let go would take a fifth of its time.
    """
    from exit_sim.ensemble.empty import nothing

    run = cast("Program", module.run)
    collects = gc.isenabled()
    gc.disable()
    try:
        run(*nothing())
    finally:
        if collects:
            gc.enable()
    return run


def _forget_old(folder: Path) -> None:
    """Keep the newest few states of the rules."""
    try:
        every = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in every[:-KEPT]:
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
    except OSError:
        return
