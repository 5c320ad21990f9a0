"""What a user may want to know of the engine, in one line; numbers are never affected."""


class EngineNotice(UserWarning):
    """Something about the engine that makes it slower, for once or each time."""
