"""Credentials of the caller, passed on to the API where the owner of the server asks for it."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from types import MappingProxyType

PASSED: ContextVar[Mapping[str, str]] = ContextVar("PASSED", default=MappingProxyType({}))
"""Headers of the request that is being answered, by name in lower case."""


def passed_headers(names: Sequence[str], request: object) -> dict[str, str]:
    """The headers to pass on: those that are asked for and that the caller sent.

    Args:
        names: Their names in lower case (MCP_PASS_THROUGH_AUTH).
        request: The HTTP request; anything without headers over stdio.
    """
    headers = getattr(request, "headers", None)
    if not isinstance(headers, Mapping):
        return {}
    found = {name: str(headers.get(name, "")).strip() for name in names}
    return {name: value for name, value in found.items() if value}


def header_names(text: str) -> tuple[str, ...]:
    """Read MCP_PASS_THROUGH_AUTH: names of headers with commas; a plain yes is Authorization."""
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    yes = ("1", "true", "yes", "on")
    return tuple("authorization" if name in yes else name for name in names)
