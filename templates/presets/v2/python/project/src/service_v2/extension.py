"""The service around the MCP server: routes, tools, middleware, lifespan."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, ToolAnnotations
from prometheus_client import Histogram
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from mcp_package import __version__
from mcp_package.features.observability import Observability
from mcp_package.features.rest import read_object
from mcp_package.runtime.calls import Call
from mcp_package.runtime.delivery import Delivered
from mcp_package.runtime.extensions import (
    Extension,
    ProceedRequest,
    ProceedTool,
    ToolCall,
    ToolResult,
)
from mcp_package.runtime.results import error_result, json_result
from mcp_package.runtime.settings import number
from mcp_package.runtime.tools import ToolServer

from .middleware import ErrorHandler, Timing
from .models import ConfigModel, RequestModel, ResponseModel
from .names import SERVICE
from .services.core_service import CoreService
from .validation import PaginationParams

MOST_BYTES = 1_000_000
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
CALLS = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=True)


class Service(Extension):
    """Stands around everything else."""

    open_paths = frozenset({"/info"})

    def __init__(self) -> None:
        self._seconds = Histogram(
            "request_seconds", "Time of HTTP requests", ["method", "path"], registry=None
        )

    def register(self, server: ToolServer) -> None:
        """Add the tools of the service, where the API has no operation of that name."""
        self.core = CoreService(server, ConfigModel(endpoint="unknown"))

        async def process_request(
            ctx: Context[Any, Any], tool: str, arguments: dict[str, Any]
        ) -> CallToolResult:
            """Call another tool of this server by its name. Next: nothing, its answer is here."""
            if tool == "process_request":
                return error_result("Argument tool: name another tool.")
            request = RequestModel(tool=tool, arguments=arguments)
            answer = await self.core.process(request, ctx.request_context.request)
            if answer.status == "error":
                return error_result(answer.message or "The call failed.")
            return json_result(answer.model_dump(mode="json"), MOST_BYTES)

        def get_status() -> dict[str, Any]:
            """Tell how this service is: uptime, calls, share of errors."""
            return self.core.get_status().model_dump()

        def list_capabilities() -> list[str]:
            """List what this service can do, by the names of its tools."""
            return self.core.list_capabilities()

        tools = ((process_request, CALLS), (get_status, READS), (list_capabilities, READS))
        for function, annotations in tools:
            if server.catalog.find(function.__name__) is None:
                server.add_tool(function, annotations=annotations)

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """The lifespan: read the settings, begin to count anew."""
        config = ConfigModel(
            endpoint="unknown", max_retries=int(number("MCP_MAX_TRIES", 3, most=10))
        )
        self.core = CoreService(server, config)
        yield

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Count calls, those over MCP too."""
        return await self.core.counted(proceed)

    async def around_request(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Try requests to the API again."""
        return await self.core.send(call, proceed)

    def around_app(self, app: ASGIApp, server: ToolServer, settings: Any) -> ASGIApp:
        """Time every request; answer where something breaks."""
        for extension in server.extensions:
            if isinstance(extension, Observability):
                extension.metrics.add(self._seconds)
        return Timing(ErrorHandler(app), self._seconds)

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """What the service answers besides /mcp. One route per tool is at /api/v1/tools."""

        async def info(request: Request) -> JSONResponse:
            status = self.core.get_status()
            said = {"service_name": SERVICE, "version": __version__}
            return JSONResponse(said | {"uptime": status.uptime_seconds})

        async def status(request: Request) -> Response:
            address = getattr(server.state, "base_url", self.core.config.endpoint)
            timeout = getattr(server.state, "timeout", self.core.config.timeout)
            config = {"endpoint": address, "timeout": timeout}
            self.core.config = self.core.config.model_copy(update=config)
            return shown(ResponseModel(status="ok", data=self.core.get_detailed_status()))

        async def process(request: Request) -> Response:
            body = await read_object(request)
            if isinstance(body, Response):
                return body
            try:
                wanted = RequestModel.model_validate(body)
            except ValidationError as error:
                return refused(error)
            answer = await self.core.process(wanted, request)
            return shown(answer, 200 if answer.status == "ok" else 422)

        async def capabilities(request: Request) -> Response:
            try:
                page = PaginationParams.model_validate(dict(request.query_params))
            except ValidationError as error:
                return refused(error)
            names = self.core.list_capabilities()
            data = {"total": len(names), "items": list(page.of(names))}
            return shown(ResponseModel(status="ok", data=data))

        return [
            Route("/info", info, methods=["GET"]),
            Route("/api/v1/status", status, methods=["GET"]),
            Route("/api/v1/capabilities", capabilities, methods=["GET"]),
            Route("/api/v1/process", process, methods=["POST"]),
        ]


def refused(error: ValidationError) -> Response:
    """The answer to what does not fit: what is wrong, and where."""
    wrong = [f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()]
    return shown(ResponseModel(status="error", message="; ".join(wrong)), 422)


def shown(answer: ResponseModel, code: int = 200) -> JSONResponse:
    """An answer as JSON."""
    return JSONResponse(answer.model_dump(mode="json"), status_code=code)
