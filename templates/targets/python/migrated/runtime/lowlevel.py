"""The SDK's low-level Server with handlers that are registered by decorators.

Version 2 of the SDK takes handlers that return whole results. Here a handler returns what it
returned in version 1, its arguments are checked first, and what a tool raises is its answer.
"""

import base64
import inspect
import json
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

import jsonschema
from mcp.server import ServerRequestContext
from mcp.server.lowlevel import Server as SdkServer
from mcp.shared.exceptions import MCPError, UrlElicitationRequiredError
from mcp_types import (
    BlobResourceContents,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    EmptyResult,
    ErrorData,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    SetLevelRequestParams,
    SubscribeRequestParams,
    TextContent,
    TextResourceContents,
    Tool,
    UnsubscribeRequestParams,
)
from pydantic import AnyUrl, BaseModel
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from .listening import security
from .serving import Http, asked_for_http, create_app, serve
from .settings import Settings

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Any]])


class Decorator(Protocol):
    """What registers a handler and gives it back."""

    def __call__(self, handler: Handler, /) -> Handler:
        """Register `handler`."""


_current: ContextVar[ServerRequestContext[Any, Any]] = ContextVar("request_context")


class McpError(MCPError):
    """An error of the protocol, made from its data."""

    def __init__(self, error: ErrorData) -> None:
        super().__init__(error.code, error.message, error.data)


class Server(SdkServer[Any]):
    """A low-level server with decorators. It is an ASGI app, too."""

    def __init__(self, name: str, version: str | None = None, *args: Any, **options: Any) -> None:
        if args:  # the third positional argument was the instructions
            options["instructions"] = args[0]
        super().__init__(name, version=version or "", **options)
        self._tools: dict[str, Tool] = {}
        self._app: ASGIApp | None = None

    @property
    def request_context(self) -> ServerRequestContext[Any, Any]:
        """The request that is being answered."""
        return _current.get()

    async def run(self, read_stream: Any, write_stream: Any, *args: Any, **options: Any) -> None:
        """Serve the streams, or HTTP where that was asked for."""
        http = asked_for_http()
        if http is None:
            await super().run(read_stream, write_stream, *args, **options)
            return
        try:
            await serve(self, http)
        finally:  # whoever opened the streams waits until they are closed
            await write_stream.aclose()
            await read_stream.aclose()

    def build_http(self, settings: Settings, http: Http) -> Starlette:
        """The app that answers at /mcp."""
        return self.streamable_http_app(
            host=http.host, transport_security=security(settings, http.host, http.port)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an app of uvicorn."""
        self._app = self._app or create_app(self)
        await self._app(scope, receive, send)

    def list_tools(self) -> Decorator:
        """Register the handler that lists the tools."""

        async def answer(handler: Any, params: Any) -> ListToolsResult:
            found = await _listed(handler, params)
            result = (
                found if isinstance(found, ListToolsResult) else ListToolsResult(tools=list(found))
            )
            self._tools = {tool.name: tool for tool in result.tools}
            return result

        return self._register("tools/list", PaginatedRequestParams, answer)

    def list_prompts(self) -> Decorator:
        """Register the handler that lists the prompts."""

        async def answer(handler: Any, params: Any) -> ListPromptsResult:
            found = await _listed(handler, params)
            return (
                found
                if isinstance(found, ListPromptsResult)
                else ListPromptsResult(prompts=list(found))
            )

        return self._register("prompts/list", PaginatedRequestParams, answer)

    def list_resources(self) -> Decorator:
        """Register the handler that lists the resources."""

        async def answer(handler: Any, params: Any) -> ListResourcesResult:
            found = await _listed(handler, params)
            return (
                found
                if isinstance(found, ListResourcesResult)
                else ListResourcesResult(resources=list(found))
            )

        return self._register("resources/list", PaginatedRequestParams, answer)

    def list_resource_templates(self) -> Decorator:
        """Register the handler that lists the templates of resources."""

        async def answer(handler: Any, params: Any) -> ListResourceTemplatesResult:
            found = await _listed(handler, params)
            return (
                found
                if isinstance(found, ListResourceTemplatesResult)
                else ListResourceTemplatesResult(resource_templates=list(found))
            )

        return self._register("resources/templates/list", PaginatedRequestParams, answer)

    def get_prompt(self) -> Decorator:
        """Register the handler that makes a prompt."""

        async def answer(handler: Any, params: GetPromptRequestParams) -> GetPromptResult:
            result: GetPromptResult = await handler(params.name, params.arguments)
            return result

        return self._register("prompts/get", GetPromptRequestParams, answer)

    def read_resource(self) -> Decorator:
        """Register the handler that reads a resource."""

        async def answer(handler: Any, params: ReadResourceRequestParams) -> ReadResourceResult:
            found = await handler(AnyUrl(params.uri))
            if isinstance(found, ReadResourceResult):
                return found
            items = [found] if isinstance(found, str | bytes) else list(found)
            return ReadResourceResult(contents=[_content(params.uri, item) for item in items])

        return self._register("resources/read", ReadResourceRequestParams, answer)

    def call_tool(self, *, validate_input: bool = True) -> Decorator:
        """Register the handler that calls a tool; one with a `ctx` gets the request, too."""

        async def answer(handler: Any, params: CallToolRequestParams) -> CallToolResult:
            try:
                return await self._call(handler, params, validate_input)
            except UrlElicitationRequiredError:
                raise
            except Exception as error:
                return _failed(str(error))

        return self._register("tools/call", CallToolRequestParams, answer)

    def completion(self) -> Decorator:
        """Register the handler that completes an argument."""

        async def answer(handler: Any, params: CompleteRequestParams) -> CompleteResult:
            found = await handler(params.ref, params.argument, params.context)
            return CompleteResult(completion=found or Completion(values=[]))

        return self._register("completion/complete", CompleteRequestParams, answer)

    def subscribe_resource(self) -> Decorator:
        """Register the handler of a new subscription."""
        return self._register("resources/subscribe", SubscribeRequestParams, _with_uri)

    def unsubscribe_resource(self) -> Decorator:
        """Register the handler of a subscription that ends."""
        return self._register("resources/unsubscribe", UnsubscribeRequestParams, _with_uri)

    def set_logging_level(self) -> Decorator:
        """Register the handler that sets the level of logs."""

        async def answer(handler: Any, params: SetLevelRequestParams) -> EmptyResult:
            await handler(params.level)
            return EmptyResult()

        return self._register("logging/setLevel", SetLevelRequestParams, answer)

    def _register(
        self,
        method: str,
        params_type: type[BaseModel],
        answer: Callable[[Any, Any], Awaitable[BaseModel]],
    ) -> Decorator:
        def decorate(handler: Handler) -> Handler:
            async def handle(context: ServerRequestContext[Any, Any], params: Any) -> Any:
                token = _current.set(context)
                try:
                    return await answer(handler, params)
                except MCPError:
                    raise
                except Exception as error:
                    raise MCPError(code=0, message=str(error)) from error
                finally:
                    _current.reset(token)

            self.add_request_handler(method, params_type, handle)
            return handler

        return decorate

    async def _call(
        self, handler: Any, params: CallToolRequestParams, validate_input: bool
    ) -> CallToolResult:
        arguments = params.arguments or {}
        tool = await self._tool(params.name)
        if validate_input and tool is not None:
            try:
                jsonschema.validate(instance=arguments, schema=tool.input_schema)
            except jsonschema.ValidationError as error:
                return _failed(f"Input validation error: {error.message}")
        asks = "ctx" in inspect.signature(handler).parameters
        context = {"ctx": _current.get()} if asks else {}
        result = _result(await handler(params.name, arguments, **context))
        if tool is None or tool.output_schema is None or result.is_error:
            return result
        if result.structured_content is None:
            return _failed(
                "Output validation error: outputSchema defined but no structured output returned"
            )
        try:
            jsonschema.validate(instance=result.structured_content, schema=tool.output_schema)
        except jsonschema.ValidationError as error:
            return _failed(f"Output validation error: {error.message}")
        return result

    async def _tool(self, name: str) -> Tool | None:
        entry = self.get_request_handler("tools/list")
        if name not in self._tools and entry is not None:
            await entry.handler(_current.get(), PaginatedRequestParams())
        return self._tools.get(name)


async def _listed(handler: Any, params: Any) -> Any:
    """Call a handler that may take the request, or nothing."""
    return await (handler(params) if inspect.signature(handler).parameters else handler())


async def _with_uri(handler: Any, params: Any) -> EmptyResult:
    await handler(AnyUrl(params.uri))
    return EmptyResult()


def _failed(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def _result(found: Any) -> CallToolResult:
    """What a tool returned: content, structured content, both, or a whole result."""
    if isinstance(found, CallToolResult):
        return found
    if isinstance(found, tuple) and len(found) == 2:
        content, structured = found
        return CallToolResult(content=list(content), structured_content=structured)
    if isinstance(found, dict):
        text = json.dumps(found, indent=2)
        return CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=found
        )
    if isinstance(found, Iterable):
        return CallToolResult(content=list(found))
    return _failed(f"Unexpected return type from tool: {type(found).__name__}")


def _content(uri: str, item: Any) -> TextResourceContents | BlobResourceContents:
    data = getattr(item, "content", item)
    kind = getattr(item, "mime_type", None)
    if isinstance(data, bytes):
        blob = base64.b64encode(data).decode()
        return BlobResourceContents(
            uri=uri, blob=blob, mime_type=kind or "application/octet-stream"
        )
    return TextResourceContents(uri=uri, text=data, mime_type=kind or "text/plain")
