"""What stands around every HTTP request: its time, and an answer when something breaks."""

import logging
import time

from prometheus_client import Histogram
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mcp_package.runtime.logs import describe, log

from .models import ResponseModel


class Timing:
    """Tells clients with X-Process-Time, and Prometheus, how long a request took until its answer began.

    Args:
        app: What is timed.
        seconds: Gets the times, by method and first part of the path.
    """

    def __init__(self, app: ASGIApp, seconds: Histogram) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                passed = time.perf_counter() - begun
                MutableHeaders(scope=message)["X-Process-Time"] = f"{passed:.6f}"
                self._seconds.labels(scope["method"], place_of(scope["path"])).observe(passed)
            await send(message)

        await self._app(scope, receive, timed)


class ErrorHandler:
    """Answers 500 without saying what broke; the log says it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            log(logging.ERROR, "request failed", path=place_of(scope["path"]), **describe(error))
            body = ResponseModel(status="error", message="Internal server error")
            answer = JSONResponse(body.model_dump(mode="json"), status_code=500)
            await answer(scope, receive, send)


def place_of(path: str) -> str:
    """The first part of a path that the service knows, so that metrics stay few."""
    first = f"/{path.lstrip('/').partition('/')[0]}"
    return first if first in ("/mcp", "/api", "/info", "/health", "/metrics", "/ready") else "other"
