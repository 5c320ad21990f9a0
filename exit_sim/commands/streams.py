"""Standard output takes any letter, whatever its encoding, and ends quietly when nobody reads."""

import codecs
import os
import sys

PLAIN = "exit_sim_plain"
_PLAINER = {
    "−": "-",
    "–": "-",
    "—": "-",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "•": "*",
    "£": "GBP ",
}


class NobodyReads(Exception):
    """Whoever read what is printed has stopped reading."""


def take_any_letter() -> None:
    """Let letters that an encoding does not have be written in plainer ones."""
    codecs.register_error(PLAIN, _plainer)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAINER.get(letter, "?") for letter in letters), error.end


def put(text: str) -> None:
    """Write to standard output."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise NobodyReads from error


def flush() -> None:
    """Write what is still to be written."""
    put("")


def read_by_nobody() -> None:
    """Let nothing more be written, nor complained about, when Python ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return
