"""What a form sends becomes an address: nothing is left empty, and options are put together."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from exit_sim.errors import BadInput
from exit_sim.live.address import IS, LONGEST, LONGEST_VALUE, MANY, ONE

LIKE, WITH = "like.", "with."
"""What an organisation is like, and options of changes, as a form asks for them."""
BY_NAME = "scenario"
"""What a form says where a scenario was picked from a list of them."""
MOST_PARTS = 600


def pairs_in(query: str) -> list[tuple[str, str]]:
    """Take an address apart; what a form leaves empty is left out.

    Raises:
        BadInput: it is too long, or no such address.
    """
    if len(query) > LONGEST:
        problem = f"is longer than {LONGEST} letters"
        raise BadInput(problem, key="the address")
    try:
        pairs = parse_qsl(query, errors="strict", max_num_fields=MOST_PARTS)
    except ValueError:
        problem = "cannot be read"
        allowed = "begin again from the questions"
        raise BadInput(problem, key="the address", allowed=allowed) from None
    for key, value in pairs:
        if len(value) > LONGEST_VALUE or len(key) > LONGEST_VALUE:
            problem = f"is longer than {LONGEST_VALUE} letters"
            raise BadInput(problem, key=key if len(key) < len(value) else "a part of the address")
    return pairs


def plain(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Turn what a form asks for into an address: what an organisation is like, options of changes.

    >>> plain([("of", "scenario"), ("scenario", "la_a")])
    [('of', 'la_a')]
    >>> plain([("of", "baseline"), ("scenario", "la_a"), ("like.setting.rating", "good")])
    [('of', 'baseline'), ('is.setting.rating', 'good')]
    >>> plain([("change", "champion_leaves"), ("with.champion_leaves.month", "24")])
    [('change', 'champion_leaves:month=24')]
    """
    given = dict(pairs)
    named = given.get("of", MANY)
    options: dict[str, list[str]] = {}
    for key, value in pairs:
        if key.startswith(WITH):
            change, _, option = key.removeprefix(WITH).partition(".")
            options.setdefault(change, []).append(f"{option}={value.strip()}")
    found = []
    for key, value in pairs:
        if key.startswith(WITH) or key == BY_NAME:
            continue
        if key == "of":
            found.append((key, given.get(BY_NAME, ONE) if value == BY_NAME else value))
        elif key == "change" and value in options:
            found.append((key, f"{value}:{','.join(options[value])}"))
        elif key.startswith(LIKE):
            if named != ONE:
                problem = "says what one organisation is like, and another answer was chosen"
                allowed = "choose one council or provider, or leave this as usual"
                raise BadInput(problem, key=key.removeprefix(LIKE), value=value, allowed=allowed)
            found.append((IS + key.removeprefix(LIKE), value))
        else:
            found.append((key, value))
    return found
