"""What stands before the MCP endpoint over HTTP: tokens and a limit per client."""

import hashlib
import math
import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .tokens import TokenCheck

_MOST_CLIENTS = 10_000
OPEN_PATHS = frozenset({"/health"})


class RequireToken:
    """Answers 401 before the body is read, unless the request carries a valid bearer token."""

    def __init__(self, app: ASGIApp, check: TokenCheck) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guarded = scope["type"] == "http" and scope["path"] not in OPEN_PATHS
        if guarded and self._check.required:
            authorization = Headers(scope=scope).get("authorization", "")
            if not await self._check.accepts(authorization):
                response = JSONResponse(
                    {
                        "error": "invalid_token",
                        "error_description": "A valid bearer token is needed.",
                    },
                    status_code=401,
                    headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
                )
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


class RateLimit:
    """A token bucket per client: its bearer token where it has one, else its address."""

    def __init__(self, app: ASGIApp, rate: float, burst: float) -> None:
        self._app = app
        self._rate = rate
        self._burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._rate and scope["path"] not in OPEN_PATHS:
            wait = self._take(_client(scope))
            if wait > 0:
                response = JSONResponse(
                    {"error": "Too many requests: rate limit reached."},
                    status_code=429,
                    headers={"Retry-After": str(math.ceil(wait))},
                )
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _take(self, client: str) -> float:
        """Take one token; the seconds to wait when there is none."""
        now = time.monotonic()
        tokens, then = self._buckets.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return wait


def _client(scope: Scope) -> str:
    """The address. A token counts only after it was checked, so that nobody invents new ones."""
    if scope.get("mcp_token_checked"):
        authorization = Headers(scope=scope).get("authorization", "")
        return hashlib.sha256(authorization.encode()).hexdigest()
    address = scope.get("client") or ("unknown", 0)
    return str(address[0])
