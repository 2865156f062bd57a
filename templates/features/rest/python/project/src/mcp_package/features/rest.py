"""The tools for programs that do not speak MCP."""

import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .. import __version__
from ..runtime.extensions import Extension, ProceedTool, ToolCall, ToolResult
from ..runtime.tools import ToolServer

MOST_BYTES = 4_000_000
"""Longer bodies are refused, as they are at /mcp."""


class Rest(Extension):
    """Routes below /api/v1, behind the same guard as /mcp."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._calls = 0
        self._errors = 0

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Count from the start."""
        self._begun, self._calls, self._errors = time.monotonic(), 0, 0
        yield

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Count calls, those over MCP too."""
        self._calls += 1
        try:
            result = await proceed()
        except BaseException:
            self._errors += 1
            raise
        self._errors += bool(getattr(result, "is_error", False))
        return result

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """Status, list, and two ways to call."""

        async def status(request: Request) -> JSONResponse:
            return _ok(self.status(server))

        async def tools(request: Request) -> JSONResponse:
            listed = await server.list_tools()
            shown = [
                tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed
            ]
            return _ok(shown)

        async def one(request: Request) -> Response:
            body = await read_object(request)
            return (
                body
                if isinstance(body, Response)
                else await run(server, request, request.path_params["tool"], body)
            )

        async def process(request: Request) -> Response:
            body = await read_object(request)
            if isinstance(body, Response):
                return body
            tool, arguments = body.get("tool"), body.get("arguments", {})
            if not isinstance(tool, str) or not isinstance(arguments, dict):
                return _error(400, 'The body must be {"tool": "<name>", "arguments": {...}}.')
            return await run(server, request, tool, arguments)

        return [
            Route("/api/v1/status", status, methods=["GET"]),
            Route("/api/v1/tools", tools, methods=["GET"]),
            Route("/api/v1/tools/{tool}", one, methods=["POST"]),
            Route("/api/v1/process", process, methods=["POST"]),
        ]

    def status(self, server: ToolServer) -> dict[str, Any]:
        """What has happened since the start."""
        return {
            "name": server.name,
            "version": __version__,
            "uptime_seconds": round(time.monotonic() - self._begun, 1),
            "processed_requests": self._calls,
            "error_rate": round(self._errors / self._calls, 4) if self._calls else 0.0,
        }


async def read_object(request: Request) -> dict[str, Any] | Response:
    """The JSON object in a body, or the answer to one that is something else."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            return _error(413, f"The body is longer than {MOST_BYTES} bytes.")
    try:
        body = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return _error(400, "The body is not JSON.")
    return body if isinstance(body, dict) else _error(400, "The body must be a JSON object.")


async def run(
    server: ToolServer, request: Request, tool: str, arguments: dict[str, Any]
) -> Response:
    """Call a tool."""
    try:
        result = await server.call_directly(tool, arguments, request)
    except MCPError as error:
        return _error(404, str(error))
    if not isinstance(result, CallToolResult):
        return _error(422, "The tool asks for input, which needs an MCP client.")
    if result.is_error:
        return _error(422, _text(result))
    return _ok(data_of(result))


def data_of(result: CallToolResult) -> Any:
    """The answer as data: what the tool gave as such, else its text, else its content."""
    if result.structured_content is not None:
        return result.structured_content
    if all(isinstance(part, TextContent) for part in result.content):
        return _text(result)
    return [
        part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in result.content
    ]


def _text(result: CallToolResult) -> str:
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def _ok(data: Any) -> JSONResponse:
    return JSONResponse({"status": "ok", "data": data})


def _error(code: int, message: str) -> JSONResponse:
    body: Mapping[str, str] = {"status": "error", "message": message}
    return JSONResponse(body, status_code=code)
