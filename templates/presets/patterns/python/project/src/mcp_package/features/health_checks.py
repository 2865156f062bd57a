"""Health with the state of each dependency. It is always 200: /ready says whether calls are wanted."""

from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from .. import __version__
from ..runtime.extensions import Dependency, Extension
from ..runtime.tools import ToolServer
from .health import Health, look


class HealthChecks(Extension):
    """Answers `GET /health` instead of the server's own, shorter route."""

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """The one route."""

        async def health(request: Request) -> JSONResponse:
            found = await dependencies_of(server)
            return JSONResponse(
                {
                    "status": "degraded" if any(one.problem for one in found) else "healthy",
                    "timestamp": datetime.now(UTC).isoformat(),
                    "service": server.name,
                    "version": __version__,
                    "checks": {one.name: one.problem or "healthy" for one in found},
                }
            )

        return [Route("/health", health, methods=["GET"])]


async def dependencies_of(server: ToolServer) -> Sequence[Dependency]:
    """What the server depends on; as /ready found it, where that is served too."""
    for extension in server.extensions:
        if isinstance(extension, Health):
            return await extension.found(server)
    return await look(server)
