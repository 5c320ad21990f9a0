"""Every way in which a command ends has a code of its own, which scripts can rely on."""

FINE, FAULT, BAD_INPUT, SOME_FAILED, CANNOT_WRITE, RESUMABLE, INTERRUPTED = 0, 1, 2, 3, 74, 75, 130

EXITS = {
    FINE: "all went well",
    FAULT: "something went wrong in exit_sim itself: please report it",
    BAD_INPUT: "bad input: one sentence says what cannot be used",
    SOME_FAILED: "it came to its end, but runs failed or were found to differ: rows say which",
    CANNOT_WRITE: "the system refused to keep something: what was kept before is whole",
    RESUMABLE: "it stopped before its end and loses nothing: the printed command goes on",
    INTERRUPTED: "Ctrl-C stopped it",
}
"""What each exit code says."""


class Ended(Exception):
    """A command ends with a code of its own; the text says why."""

    code = FAULT


class SomeFailed(Ended):
    """It came to its end, and something of it failed."""

    code = SOME_FAILED


class CannotWrite(Ended):
    """The system refused to keep something."""

    code = CANNOT_WRITE


class Resumable(Ended):
    """It stopped before its end, and the text says how to go on."""

    code = RESUMABLE
