"""Texts for what went wrong with a request: what happened, and what to change."""

import ssl
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic_core import from_json

from .encoding import json_text
from .redaction import error_details

_ADVICE = {
    400: "Change the arguments.",
    404: "Check the identifiers in the arguments.",
    405: "The API does not offer this operation.",
    409: "It contradicts the present state; look at that first.",
    413: "Send less.",
    422: "Change the arguments.",
}


def timed_out(operation: str, limit: float) -> str:
    """The total deadline has passed."""
    return (
        f"{operation} timed out after {limit:g} s. Try again later, or ask for less at a time. "
        "Whether the request had an effect is not known."
    )


def is_passing(error: Exception) -> bool:
    """Say whether the same request may succeed a moment later."""
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return False
    return isinstance(error, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError | OSError)


def no_answer(operation: str, error: Exception) -> str:
    """There was no complete answer. The exception's own text may hold values and is not used."""
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return f"{operation} failed: no trusted TLS connection to the API. Check the base URL."
    if isinstance(error, TimeoutError):
        return f"{operation} failed: connecting to the API timed out after 5 s."
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"{operation} failed: the API could not be reached. Check the base URL."
    if isinstance(error, aiohttp.ClientPayloadError):
        return f"{operation} failed: the answer was cut short or its encoding is broken."
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return f"{operation} failed: the API closed the connection without an answer."
    return f"{operation} failed: the answer is not readable as HTTP."


def redirected(operation: str, status: int) -> str:
    """A redirect that is not followed: credentials never go to another origin."""
    return (
        f"{operation} answered {status}, a redirect to another address, which is not followed. "
        "If the API has moved, change the base URL in the environment of this server."
    )


def too_large(limit: int) -> str:
    """The body was longer than the limit on the wire."""
    return (
        f"the answer is too large (limit {limit / 1_000_000:g} MB); "
        "ask for less: a smaller page, a narrower filter, or fewer members"
    )


def refused(
    operation: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    wait: float | None,
    missing: Sequence[str],
    variables: Sequence[str],
) -> tuple[str, dict[str, Any] | None]:
    """Text and details for an error status. Only known members of a JSON body are shown.

    Args:
        operation: Method and path template.
        status: The HTTP status.
        headers: The headers of the answer.
        body: Its body.
        wait: Seconds that the API asked to wait.
        missing: Variables of credentials that are not set.
        variables: Variables of the credentials that were sent.
    """
    name = HTTPStatus(status).phrase if status in list(HTTPStatus) else ""
    parts = [f"{operation} answered {status} {name}".strip() + "."]
    if status in (401, 403) and missing:
        parts.append(f"Set {' and '.join(missing)} in the environment of this server.")
    elif status == 401:
        named = " and ".join(variables)
        parts.append(f"Check {named} in the environment of this server." if named else "")
    elif status == 403:
        parts.append("The credentials do not permit this.")
    elif wait is not None:
        parts.append(f"Retry-After: wait {wait:.0f} s before the next try.")
    elif status == 429 or status >= 500:
        parts.append("Try again later.")
    else:
        parts.append(_ADVICE.get(status, ""))
    details = _details(headers, body)
    if details:
        parts.append(f"The API says: {json_text(details)[:1200]}")
    return " ".join(part for part in parts if part), details


def _details(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    if "json" not in headers.get("Content-Type", "").lower():
        return None
    try:
        parsed = from_json(body)
    except ValueError:
        return None
    return error_details({"errors": parsed} if isinstance(parsed, list) else parsed)
