"""The MCP server: tools from tools.json beside tools written by hand."""

import asyncio
import contextlib
import importlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal

from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, Tool

from .answers import ApiResponse
from .callers import PASSED, header_names, passed_headers
from .catalog import Catalog, Operation
from .discovery import DYNAMIC_TOOLS, describe, not_found, search
from .errors import CallError, SettingsError
from .extensions import Extension, ToolCall, ToolResult, through_tools
from .extras import COLLECTED, run_with_extras, wanted_extras, with_note
from .results import (
    error_result,
    failure,
    json_result,
    success,
    unexpected,
    with_structure,
)
from .settings import number
from .stdio import StdinLines, answer_unreadable

DRAIN_SECONDS = 2.0
"""For calls that still run when stdin ends."""

Handler = Callable[..., Awaitable[CallToolResult]]
Lifespan = Callable[[MCPServer[Any]], AbstractAsyncContextManager[Any]]


class ToolServer(MCPServer[Any]):
    """An MCP server whose tools are data.

    Args:
        name: The name that clients see.
        version: The version that clients see.
        tools: The file tools.json, or its list of tools.
        lifespan: Opens what the tools need and closes it at the end.
        mode: `static`: a tool per operation; `dynamic`: search, describe, call. MCP_TOOLS wins.
        pinned: Operations that stay tools of their own in dynamic mode.
        modules: Short name to module; imported when a tool of it is first called.
        instructions: What a model should know about the server as a whole.
        extensions: What stands around the calls; the first is the outermost.
    """

    def __init__(
        self,
        name: str,
        *,
        version: str,
        tools: Path | Sequence[Mapping[str, Any]],
        lifespan: Lifespan | None = None,
        mode: Literal["static", "dynamic"] = "static",
        pinned: Sequence[str] = (),
        modules: Mapping[str, str] | None = None,
        instructions: str | None = None,
        title: str | None = None,
        extensions: Sequence[Extension] = (),
    ) -> None:
        self.startup_error: SettingsError | None = None
        super().__init__(
            name,
            title=title,
            version=version,
            instructions=instructions,
            lifespan=self._watched(lifespan or _nothing),
            log_level="WARNING",
            subscriptions=False,
        )
        extras = wanted_extras(os.environ.get("MCP_EXTRA_ARGUMENTS", ""))
        self.catalog = Catalog(tools, extras)
        self._dynamic = (os.environ.get("MCP_TOOLS", "").strip().lower() or mode) == "dynamic"
        self._passed = header_names(os.environ.get("MCP_PASS_THROUGH_AUTH", ""))
        self._pinned = tuple(pinned)
        self._modules = dict(modules or {})
        self._handlers: dict[str, Handler] = {}
        self._running = 0
        self.stopping = False
        self.state: Any = None
        self._helpers = Catalog(DYNAMIC_TOOLS)
        self.extensions = tuple(extensions)
        for extension in self.extensions:
            extension.register(self)

    @property
    def busy(self) -> bool:
        """Whether a call runs."""
        return self._running > 0

    def operation(self, name: str = "") -> Callable[[Handler], Handler]:
        """Register the handler of a tool; the name of the function is the name of the tool.

        Args:
            name: The name of the tool where a function cannot have it, such as `list`.
        """

        def register(handler: Handler) -> Handler:
            self._handlers[name or getattr(handler, "__name__", "")] = handler
            return handler

        return register

    def _watched(self, lifespan: Lifespan) -> Lifespan:
        """Remember a wrong setting that the lifespan finds, so that it can be reported plainly."""

        @contextlib.asynccontextmanager
        async def watched(server: MCPServer[Any]) -> AsyncIterator[Any]:
            try:
                async with contextlib.AsyncExitStack() as held:
                    for extension in self.extensions:
                        await held.enter_async_context(extension.running(self))
                    self.state = await held.enter_async_context(lifespan(server))
                    yield self.state
            except SettingsError as error:
                self.startup_error = error
                raise

        return watched

    async def list_tools(self) -> list[Tool]:
        """The tools of the document, then those written by hand."""
        tools = [operation.tool() for operation in self._offered().values()]
        return tools + await super().list_tools()

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> ToolResult:
        """Call a tool.

        Raises:
            MCPError: There is no such tool (-32602).
        """
        context = context or Context(mcp_server=self)
        operation = self._offered().get(name)
        if operation is None and self._tool_manager.get_tool(name) is None:
            raise MCPError(code=INVALID_PARAMS, message=f"Unknown tool: {name[:100]}")
        self._running += 1
        request = getattr(context.request_context, "request", None) if self._passed else None
        token = PASSED.set(passed_headers(self._passed, request))
        try:
            call = self._described(name, operation, arguments, context)
            return await through_tools(
                self.extensions, call, lambda: self._call(name, operation, arguments, call.context)
            )
        except CallError as error:
            return failure(error)
        finally:
            PASSED.reset(token)
            self._running -= 1

    async def call_directly(
        self, name: str, arguments: dict[str, Any], request: Any = None
    ) -> ToolResult:
        """Call a tool outside of an MCP session, for routes and for work in the background.

        Args:
            name: The name of the tool.
            arguments: Its arguments; they are checked as always.
            request: The HTTP request behind the call; it says who calls.
        """
        nobody: Any = None  # there is no client to send messages to
        described = ServerRequestContext[Any, Any](
            session=nobody,
            lifespan_context=self.state,
            protocol_version="",
            method="tools/call",
            request=request,
        )
        context = Context[Any, Any](request_context=described, mcp_server=self)
        try:
            return await self.call_tool(name, arguments, context)
        except ToolError as error:
            return error_result(str(error))

    async def _call(
        self,
        name: str,
        operation: Operation | None,
        arguments: dict[str, Any],
        context: Context[Any, Any],
    ) -> ToolResult:
        """Call a tool; a wrong call is an exception, an unforeseen failure a result."""
        if operation is None:
            try:
                return await super().call_tool(name, arguments, context)
            except UnexpectedToolError as error:
                if isinstance(error.__cause__, CallError):
                    raise error.__cause__ from None
                return unexpected(error.__cause__ or error, name)
        if operation in self._helpers.operations.values():
            return await self._help(operation, arguments, context)
        return await self._run(operation, arguments, context)

    def _described(
        self,
        name: str,
        operation: Operation | None,
        arguments: dict[str, Any],
        context: Context[Any, Any],
    ) -> ToolCall:
        """What extensions see; for `call_operation` the operation that it calls."""
        if operation is None:
            tool = self._tool_manager.get_tool(name)
            hints = tool.annotations if tool else None
            return ToolCall(name, arguments, context, None, bool(hints and hints.read_only_hint))
        if name == "call_operation" and operation is self._helpers.operations[name]:
            found = self.catalog.find(str(arguments.get("name", "")))
            inner = arguments.get("arguments", {})
            if found is not None and isinstance(inner, dict):
                name, operation, arguments = found.name, found, inner
        hint = operation.raw.get("annotations", {}).get("readOnlyHint", False)
        is_helper = operation in self._helpers.operations.values()
        return ToolCall(name, arguments, context, None if is_helper else operation, bool(hint))

    def _offered(self) -> Mapping[str, Operation]:
        """The operations that are tools of their own, and in dynamic mode the three helpers."""
        operations = self.catalog.operations
        if not self._dynamic:
            return operations
        pinned = {name: operations[name] for name in self._pinned if name in operations}
        return {**self._helpers.operations, **pinned}

    async def _run(
        self, operation: Operation, arguments: dict[str, Any], context: Context[Any, Any]
    ) -> CallToolResult:
        """Check the arguments and call the handler with them, unchanged."""
        arguments, problems = operation.check.clean(arguments)
        if problems:
            return error_result(f"Change the arguments. {'; '.join(problems)}.")
        try:
            handler = self._handler(operation)
            if operation.extras.values() & arguments.keys():
                result = await self._run_with_extras(operation, handler, arguments, context)
            else:
                result = await handler(context, **arguments)
            return with_structure(result) if operation.has_output_schema else result
        except (CallError, MCPError):
            raise
        except Exception as error:
            return unexpected(error, operation.name)

    async def _run_with_extras(
        self,
        operation: Operation,
        handler: Handler,
        arguments: dict[str, Any],
        context: Context[Any, Any],
    ) -> CallToolResult:
        """Call the handler once or several times, and shape what the API answers."""

        async def fetch(given: dict[str, Any]) -> ApiResponse | CallToolResult:
            collected: list[ApiResponse] = []
            token = COLLECTED.set(collected)
            try:
                result = await handler(context, **given)
            finally:
                COLLECTED.reset(token)
            return collected[-1] if collected else result

        shown, note = await run_with_extras(operation.raw, operation.extras, fetch, arguments)
        if isinstance(shown, CallToolResult):
            return shown
        return with_note(success(shown, int(number("MCP_MAX_RESPONSE_BYTES", 1_000_000))), note)

    def _handler(self, operation: Operation) -> Handler:
        if operation.name not in self._handlers:
            module = str(operation.info.get("module", ""))
            importlib.import_module(self._modules.get(module, module))
        return self._handlers[operation.name]

    async def _help(
        self, helper: Operation, arguments: dict[str, Any], context: Context[Any, Any]
    ) -> CallToolResult:
        """Run one of the three tools of dynamic mode."""
        arguments, problems = helper.check.clean(arguments)
        if problems:
            return error_result(f"Change the arguments. {'; '.join(problems)}.")
        limit = int(number("MCP_MAX_RESPONSE_BYTES", 1_000_000))
        if helper.name == "search_operations":
            found = search(self.catalog, arguments["query"], int(arguments.get("limit", 20)))
            return json_result(found, limit)
        operation = self.catalog.find(arguments["name"])
        if operation is None:
            return error_result(not_found(self.catalog, arguments["name"]))
        if helper.name == "describe_operation":
            return json_result(describe(operation), limit)
        return await self._run(operation, arguments.get("arguments", {}), context)

    async def _drain(self) -> None:
        """Wait a little for the calls that still run."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await asyncio.sleep(0.1)  # until the last call has begun
                while self._running:
                    await asyncio.sleep(0.05)

    async def run_stdio_async(self) -> None:
        """Serve stdin and stdout; lines that are no message are answered with an error."""
        async with stdio_server(stdin=StdinLines(self._drain)) as (read_stream, write_stream):
            async with answer_unreadable(read_stream, write_stream) as messages:
                options = self._lowlevel_server.create_initialization_options()
                await self._lowlevel_server.run(messages, write_stream, options)


@contextlib.asynccontextmanager
async def _nothing(server: MCPServer[Any]) -> AsyncIterator[None]:
    yield None
