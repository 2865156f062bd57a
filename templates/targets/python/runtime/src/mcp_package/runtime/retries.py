"""When to try again, and how long to wait."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom

MAX_TRIES = 3
MAX_WAIT = 30.0
"""Seconds; a longer Retry-After is reported instead of waited for."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_IDEMPOTENT = _SAFE | {"PUT", "DELETE", "TRACE"}
_FAILED = frozenset({500, 502, 503, 504})
_RANDOM = SystemRandom()


def may_repeat(method: str, headers: Mapping[str, str], status: int = 0) -> bool:
    """Say whether a request may be sent again after a status (0: no answer).

    A 429 was not processed, so every idempotent method may be repeated; after a failure only
    reading ones, for nobody knows how far the others came. An idempotency key allows both.
    """
    if any(name.lower() == "idempotency-key" for name in headers):
        return status in _FAILED or status in (0, 429)
    if status == 429:
        return method in _IDEMPOTENT
    return method in _SAFE and (status == 0 or status in _FAILED)


def backoff(attempt: int) -> float:
    """Seconds before the next try, with jitter, so that clients do not come back together."""
    return float(0.2 * 2**attempt * _RANDOM.uniform(0.5, 1.5))


def retry_after(value: str | None) -> float | None:
    """Read a Retry-After header: seconds or a date. None when there is none or it is unreadable."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
