"""The difference between "not given" and "null"."""

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "unset"


class Null(Enum):
    """The type of `NULL`."""

    NULL = "null"


UNSET: Final = Unset.UNSET
"""Default of an optional argument for which None has a meaning of its own."""

NULL: Final = Null.NULL
"""Written as null; a plain None in a dict of members means "not sent"."""


def null_or(value: object) -> object:
    """Mark a nullable member: None is written as null, `UNSET` is still left out."""
    return NULL if value is None else value


def is_given(value: object) -> bool:
    """Say whether a parameter or member is to be sent at all."""
    return value is not None and value is not UNSET


def given(members: dict[str, object]) -> dict[str, object]:
    """Drop what was not given from a dict of members and turn `NULL` into None."""
    return {
        name: None if value is NULL else value for name, value in members.items() if is_given(value)
    }
