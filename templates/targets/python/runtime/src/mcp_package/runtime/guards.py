"""What stands before the MCP endpoint over HTTP: bearer tokens and a limit per client."""

import hashlib
import math
import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .settings import Settings
from .tokens import TokenCheck

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


class Guard:
    """Answers 429 and 401 before a body is read.

    A client is its address, or its token once that was found valid: nobody gets a new limit by
    inventing tokens, and guessing tokens is limited by address.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, open_paths: frozenset[str] = frozenset()
    ) -> None:
        self._app = app
        self._open = _OPEN_PATHS | open_paths
        self._check = TokenCheck(settings)
        self._buckets = Buckets(settings.rate, settings.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        if scope["type"] == "http" and scope["path"] not in self._open:
            refusal = await self._refuse(scope)
        await (refusal or self._app)(scope, receive, send)

    async def _refuse(self, scope: Scope) -> JSONResponse | None:
        client = str((scope.get("client") or ("unknown", 0))[0])
        if self._check.required:
            if wait := self._buckets.wait(client):
                return _too_many(wait)
            authorization = Headers(scope=scope).get("authorization", "")
            if not await self._check.accepts(authorization):
                self._buckets.take(client)
                return _unauthorized()
            client = hashlib.sha256(authorization.encode()).hexdigest()
        if wait := self._buckets.wait(client):
            return _too_many(wait)
        self._buckets.take(client)
        return None


def _too_many(wait: float) -> JSONResponse:
    return JSONResponse(
        {"error": "Too many requests: rate limit reached."},
        status_code=429,
        headers={"Retry-After": str(math.ceil(wait))},
    )


def _unauthorized() -> JSONResponse:
    return JSONResponse(
        {"error": "invalid_token", "error_description": "A valid bearer token is needed."},
        status_code=401,
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
