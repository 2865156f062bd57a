"""What can be put around a server: features that were chosen for it, and your own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, InputRequiredResult

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from .calls import Call
    from .catalog import Operation
    from .delivery import Delivered
    from .guards import Limiter
    from .settings import Settings
    from .tools import ToolServer

ToolResult = CallToolResult | InputRequiredResult


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool, before its arguments are checked.

    Attributes:
        name: The name of the tool; of the operation behind it where that is found by search.
        arguments: As the client sent them.
        context: The MCP context of the call.
        operation: The operation of the API; None for a tool written by hand.
        read_only: Whether the tool says that it changes nothing.
    """

    name: str
    arguments: Mapping[str, Any]
    context: Context[Any, Any]
    operation: Operation | None
    read_only: bool


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something that the server needs.

    Attributes:
        name: One word, such as `redis`.
        problem: What is wrong with it, without addresses or secrets; "" when it is well.
        vital: Whether calls fail without it.
    """

    name: str
    problem: str = ""
    vital: bool = True


ProceedTool = Callable[[], Awaitable[ToolResult]]
ProceedRequest = Callable[[], Awaitable["Delivered"]]


class Extension:
    """Base of everything that stands around a server. Each method does nothing until it is overridden."""

    open_paths: frozenset[str] = frozenset()
    """Paths of own routes that need no token and count for no limit."""

    def register(self, server: ToolServer) -> None:
        """Add tools, resources or prompts; called once, when the server is made."""

    def running(self, server: ToolServer) -> AbstractAsyncContextManager[Any]:
        """Hold what is needed while the server runs; entered before the API client is made.

        Raises:
            SettingsError: A setting cannot be used; the server ends with its text.
        """
        return nullcontext()

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Stand around a call of a tool. A `CallError` is what the model is told."""
        return await proceed()

    async def around_request(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Stand around a request to the API, with all its tries."""
        return await proceed()

    def around_app(self, app: ASGIApp, server: ToolServer, settings: Settings) -> ASGIApp:
        """Stand around the HTTP app, behind the guard that checks tokens and limits."""
        return app

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """Further routes of the HTTP app."""
        return ()

    def limiter(self, settings: Settings) -> Limiter | None:
        """Another way to count the requests of clients."""
        return None

    def challenge(self) -> str:
        """What the answer to a request without a valid token says besides, from the comma on."""
        return ""

    def grace(self) -> int:
        """Seconds that running calls need at the end, where that is more than usual."""
        return 0

    async def dependencies(self) -> Sequence[Dependency]:
        """What this depends on, looked at now."""
        return ()

    async def draining(self) -> None:
        """Wait after SIGTERM, before HTTP stops to accept connections."""


def claims_of(context: Context[Any, Any]) -> Mapping[str, Any] | None:
    """What the token of the caller says; None for callers without one."""
    try:
        request = context.request_context.request
    except ValueError:
        return None
    scope = getattr(request, "scope", {})
    claims: Mapping[str, Any] | None = scope.get("mcp.claims")
    return claims


async def through_tools(
    extensions: Sequence[Extension], call: ToolCall, inner: ProceedTool
) -> ToolResult:
    """Call a tool through all extensions; the first is the outermost."""

    def layer(extension: Extension, proceed: ProceedTool) -> ProceedTool:
        return lambda: extension.around_tool(call, proceed)

    for extension in reversed(extensions):
        inner = layer(extension, inner)
    return await inner()


async def through_requests(
    extensions: Sequence[Extension], call: Call, inner: ProceedRequest
) -> Delivered:
    """Send a request through all extensions; the first is the outermost."""

    def layer(extension: Extension, proceed: ProceedRequest) -> ProceedRequest:
        return lambda: extension.around_request(call, proceed)

    for extension in reversed(extensions):
        inner = layer(extension, inner)
    return await inner()
