"""What the engine has to say of itself stands on standard error, a plain line each."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from exit_sim.ensemble.notices import EngineNotice


@contextmanager
def notices() -> Iterator[None]:
    """Say each notice of the engine once, as a line; other warnings are shown as ever."""
    said: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("always", EngineNotice)
        usual = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
            if not issubclass(category, EngineNotice):
                usual(message, category, *rest, **more)
            elif str(message) not in said:
                said.add(str(message))
                sys.stderr.write(f"{message}\n")
                sys.stderr.flush()

        warnings.showwarning = show
        yield
