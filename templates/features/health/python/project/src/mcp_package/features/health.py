"""Readiness: whether the server should get calls, by what it depends on."""

import asyncio
import contextlib
import time
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from yarl import URL

from .. import __version__
from ..runtime.extensions import Dependency, Extension
from ..runtime.settings import flag, number
from ..runtime.tools import ToolServer

CONNECT_SECONDS = 2.0


class Health(Extension):
    """Serves `GET /ready`. What was found is kept for a moment, so that probes cost nothing."""

    open_paths = frozenset({"/ready"})

    def __init__(self) -> None:
        self._found: Sequence[Dependency] = ()
        self._until = 0.0
        self._lock = asyncio.Lock()

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """The one route."""

        async def ready(request: Request) -> JSONResponse:
            return await self.answer(server)

        return [Route("/ready", ready, methods=["GET"])]

    async def answer(self, server: ToolServer) -> JSONResponse:
        """Status and checks; 503 when the server should get no calls."""
        found = await self.found(server)
        status = "stopping" if server.stopping else status_of(found)
        checks = {one.name: one.problem or "healthy" for one in found}
        return JSONResponse(
            {"status": status, "checks": checks, "version": __version__},
            status_code=503 if status in ("stopping", "unhealthy") else 200,
        )

    async def found(self, server: ToolServer) -> Sequence[Dependency]:
        """What the server depends on, as it was a moment ago at the most."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._found = await look(server)
                self._until = time.monotonic() + number("MCP_READY_SECONDS", 5)
        return self._found


def status_of(found: Sequence[Dependency]) -> str:
    """healthy, degraded or unhealthy."""
    if any(one.problem and one.vital for one in found):
        return "unhealthy"
    return "degraded" if any(one.problem for one in found) else "healthy"


async def look(server: ToolServer) -> Sequence[Dependency]:
    """Everything that the server depends on, looked at side by side."""
    others = await asyncio.gather(*(one.dependencies() for one in server.extensions))
    address = getattr(server.state, "base_url", "")
    api = [Dependency("api", await reach(address), flag("MCP_READY_UPSTREAM"))] if address else []
    return [*api, *(one for found in others for one in found)]


async def reach(address: str) -> str:
    """Connect to the API without calling it; "" or the kind of failure."""
    url = URL(address)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(url.host, url.port)
    except OSError as error:  # a timeout is one, too
        return type(error).__name__
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return ""
