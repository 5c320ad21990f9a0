"""Which settings belong to each ingredient: listed once, before anything is computed."""

from collections.abc import Mapping
from functools import cache

INGREDIENTS: Mapping[str, str] = {
    "receptivity": "receptivity",
    "co-production": "co_production",
    "leadership": "leadership",
    "measurement": "measurement",
    "adaptation and learning": "adaptation",
}
"""Each ingredient of the study, and the table of settings that is named after it."""

SETTING = "setting and all else"
"""Money, performance, staff, the innovation, decisions, take-up and lives: no ingredient."""

GROUPS = (*INGREDIENTS, SETTING)


@cache
def group_of(name: str) -> str:
    """Give the group of a setting.

    >>> group_of("receptivity.culture"), group_of("setting.cut")
    ('receptivity', 'setting and all else')
    """
    table = name.split(".", maxsplit=1)[0]
    return next((said for said, key in INGREDIENTS.items() if key == table), SETTING)
