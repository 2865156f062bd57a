"""Sending a request: retries, redirects, limits, and errors for what comes back."""

import asyncio
from collections.abc import Mapping

import aiohttp
from yarl import URL

from . import failures, retries
from .calls import Call
from .errors import ApiError, InvalidAnswer
from .wire import read_capped

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ERROR_BYTES = 64_000

Delivered = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of a good answer."""


async def send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request again by itself, DELETE and PUT too: `deliver` decides.

    Raises:
        aiohttp.ClientConnectionError: The connection broke; of a class that aiohttp does not catch.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise aiohttp.ClientConnectionError(str(error)) from error


async def deliver(
    call: Call,
    session: aiohttp.ClientSession,
    timeout: float,
    max_bytes: int,
    error_class: type[ApiError],
) -> Delivered:
    """Send until there is a good answer, or no reason to hope for one.

    Raises:
        ApiError: As `error_class`: the API refused, or there was no answer.
        InvalidAnswer: The body is longer than `max_bytes`.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + timeout
    attempt = 0
    while True:
        attempt += 1
        call.tries = attempt
        try:
            status, got, raw = await _follow(call, session, max_bytes, error_class)
        except (aiohttp.ClientError, OSError) as error:
            # Connections that break are tried once more, answers that say "later" twice.
            again = attempt < min(2, call.max_tries) and retries.may_repeat(
                call.method, call.headers
            )
            if not again or not failures.is_passing(error):
                raise error_class(0, failures.no_answer(call.operation, error)) from error
            await asyncio.sleep(retries.backoff(attempt))
            continue
        if status < 300 or status == 304:
            return status, got, raw
        asked = call.asked = retries.retry_after(got.get("Retry-After"))
        wait = retries.backoff(attempt) if asked is None else asked
        in_time = wait <= retries.MAX_WAIT and clock() + wait < deadline
        again = attempt < call.max_tries and in_time
        if not again or not retries.may_repeat(call.method, call.headers, status):
            raise _refusal(call, status, got, raw, asked, error_class)
        await asyncio.sleep(wait)


def _refusal(
    call: Call,
    status: int,
    got: Mapping[str, str],
    raw: bytes,
    asked: float | None,
    error_class: type[ApiError],
) -> ApiError:
    """The error for a status of 300 and above."""
    if status == 401:
        for scheme in call.schemes:
            scheme.forget()
    message, details = failures.refused(
        call.operation,
        status,
        got,
        raw,
        wait=asked,
        missing=call.missing,
        variables=call.variables,
    )
    return error_class(status, message, details)


async def _follow(
    call: Call, session: aiohttp.ClientSession, max_bytes: int, error_class: type[ApiError]
) -> Delivered:
    """Send once, and follow redirects that stay at the same origin."""
    method, url, data = call.method, call.url, call.data
    for _ in range(MAX_REDIRECTS + 1):
        async with session.request(
            method,
            url,
            headers=call.headers,
            skip_auto_headers=call.omitted,
            data=data,
            allow_redirects=False,
        ) as response:
            status, location = response.status, response.headers.get("Location", "")
            if status not in _REDIRECTS or not location:
                limit = max_bytes if status < 300 else _ERROR_BYTES
                raw = b"" if method == "HEAD" else await read_capped(response, limit)
                if raw is None and status < 300:
                    raise InvalidAnswer(status, failures.too_large(limit))
                return status, response.headers, raw or b""
        target = _joined(url, location)
        if target is None or target.origin() != url.origin():
            break
        url = target
        if status == 303:
            method, data = "GET", None
    raise error_class(status, failures.redirected(call.operation, status))


def _joined(url: URL, location: str) -> URL | None:
    try:
        target = url.join(URL(location, encoded=True))
        return target if target.host else None
    except ValueError:
        return None
