"""What stands before the MCP endpoint over HTTP: bearer tokens and a limit per client."""

import hashlib
import math
import time
from collections import OrderedDict
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .settings import Settings
from .tokens import TokenCheck

CLAIMS = "mcp.claims"
"""Where an ASGI scope keeps what a valid token says."""

_MOST_CLIENTS = 10_000
_OPEN_PATHS = frozenset({"/health"})


class Buckets:
    """A token bucket per client.

    Args:
        rate: Requests per second; 0 for no limit.
        burst: Requests at once.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._state: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds until the client may send a request; 0 for now."""
        if not self._rate:
            return 0.0
        tokens, _ = self._level(client)
        return 0.0 if tokens >= 1 else (1 - tokens) / self._rate

    def take(self, client: str) -> None:
        """Count a request."""
        tokens, now = self._level(client)
        self._state[client] = (tokens - 1, now)
        self._state.move_to_end(client)
        if len(self._state) > _MOST_CLIENTS:
            self._state.popitem(last=False)

    def _level(self, client: str) -> tuple[float, float]:
        now = time.monotonic()
        tokens, then = self._state.get(client, (self._burst, now))
        return min(self._burst, tokens + (now - then) * self._rate), now


class Limiter(Protocol):
    """Counts the requests of clients, here or for all replicas together."""

    async def wait(self, client: str) -> float:
        """Seconds until the client may send a request; 0 for now."""

    async def take(self, client: str) -> float:
        """Count a request if it may be sent now; otherwise the seconds until it may."""


class LocalLimiter:
    """Counts what this process sees."""

    def __init__(self, rate: float, burst: float) -> None:
        self._buckets = Buckets(rate, burst)

    async def wait(self, client: str) -> float:
        """Seconds until the client may send a request; 0 for now."""
        return self._buckets.wait(client)

    async def take(self, client: str) -> float:
        """Count a request if it may be sent now; otherwise the seconds until it may."""
        wait = self._buckets.wait(client)
        if not wait:
            self._buckets.take(client)
        return wait


class Guard:
    """Answers 429 and 401 before a body is read.

    A client is its address, or its token once that was found valid: nobody gets a new limit by
    inventing tokens, and guessing tokens is limited by address.

    Args:
        app: What is guarded.
        settings: Tokens and limits.
        open_paths: Paths that need no token and count for no limit, besides /health.
        limiter: Counts requests; a local one when left out.
        challenge: More for `WWW-Authenticate` than `Bearer error="invalid_token"`.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        open_paths: frozenset[str] = frozenset(),
        limiter: Limiter | None = None,
        challenge: str = "",
    ) -> None:
        self._app = app
        self._open = _OPEN_PATHS | open_paths
        self._check = TokenCheck(settings)
        self._limiter = limiter or LocalLimiter(settings.rate, settings.burst)
        self._challenge = challenge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        if scope["type"] == "http" and scope["path"] not in self._open:
            refusal = await self._refuse(scope)
        await (refusal or self._app)(scope, receive, send)

    async def _refuse(self, scope: Scope) -> JSONResponse | None:
        client = str((scope.get("client") or ("unknown", 0))[0])
        if self._check.required:
            if wait := await self._limiter.wait(client):
                return _too_many(wait)
            authorization = Headers(scope=scope).get("authorization", "")
            claims = await self._check.claims(authorization)
            if claims is None:
                await self._limiter.take(client)
                return _unauthorized(self._challenge)
            scope[CLAIMS] = claims
            client = hashlib.sha256(authorization.encode()).hexdigest()
        wait = await self._limiter.take(client)
        return _too_many(wait) if wait else None


def _too_many(wait: float) -> JSONResponse:
    return JSONResponse(
        {"error": "Too many requests: rate limit reached."},
        status_code=429,
        headers={"Retry-After": str(math.ceil(wait))},
    )


def _unauthorized(challenge: str) -> JSONResponse:
    return JSONResponse(
        {"error": "invalid_token", "error_description": "A valid bearer token is needed."},
        status_code=401,
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"' + challenge},
    )
