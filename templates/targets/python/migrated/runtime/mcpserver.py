"""The SDK's MCPServer with what servers of its first version (FastMCP) rely on."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal

import anyio
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver import MCPServer as SdkServer
from mcp.server.mcpserver.exceptions import (
    ResourceError,
    ToolError,
    UnexpectedResourceError,
    UnexpectedToolError,
)
from mcp.shared.exceptions import MCPError, UrlElicitationRequiredError
from mcp_types import CallToolResult, GetPromptResult, InputRequiredResult
from pydantic import AnyUrl
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from .listening import security
from .serving import Http, asked_for_http, create_app, serve
from .settings import Settings

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class ServerSettings:
    """What a server says about its HTTP transport; code may read it and set it."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"this server has no setting {name}")

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


class MCPServer(SdkServer[Any]):
    """An MCP server that takes the arguments of the SDK's first version, and answers like it.

    It is an ASGI app, too.

    The second positional argument is the instructions. A tool that fails says why: the text of
    an exception reaches the model, as it did.
    """

    def __init__(
        self,
        name: str | None = None,
        instructions: str | None = None,
        *,
        version: str = "",
        log_level: LogLevel = "INFO",
        debug: bool = False,
        lifespan: Callable[[Any], AbstractAsyncContextManager[Any]] | None = None,
        dependencies: Iterable[str] = (),
        host: str = "127.0.0.1",
        port: int = 8000,
        mount_path: str = "/",
        sse_path: str = "/sse",
        message_path: str = "/messages/",
        streamable_http_path: str = "/mcp",
        json_response: bool = False,
        stateless_http: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(
            name,
            instructions=instructions,
            version=version,
            log_level=log_level,
            debug=debug,
            lifespan=lifespan,
            **others,
        )
        self._app: ASGIApp | None = None
        self.http = ServerSettings(
            **dict(self.settings),
            host=host,
            port=port,
            mount_path=mount_path,
            sse_path=sse_path,
            message_path=message_path,
            streamable_http_path=streamable_http_path,
            json_response=json_response,
            stateless_http=stateless_http,
        )
        self.__dict__["settings"] = self.http
        self.http.dependencies = list(dependencies)

    def run(self, transport: str = "stdio", mount_path: str | None = None, **options: Any) -> None:
        """Serve until told to stop, over `transport` unless HTTP was asked for."""
        anyio.run(lambda: self._run(transport, options))

    async def _run(self, transport: str, options: dict[str, Any]) -> None:
        asked = asked_for_http()
        host = options.pop("host", self.http.host)
        port = options.pop("port", self.http.port)
        if asked is not None:
            await serve(self, asked)
        elif transport == "stdio":
            await super().run_stdio_async()
        elif transport == "sse":
            await super().run_sse_async(host=host, port=port, **options)
        else:
            await serve(self, Http(host, port))

    async def run_stdio_async(self) -> None:
        """Serve stdin and stdout, or HTTP where that was asked for."""
        await self._run("stdio", {})

    async def run_streamable_http_async(self, **options: Any) -> None:
        """Serve streamable HTTP."""
        await self._run("streamable-http", options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an app of uvicorn."""
        self._app = self._app or create_app(self)
        await self._app(scope, receive, send)

    def build_http(self, settings: Settings, http: Http) -> Starlette:
        """The app that answers at /mcp."""
        return super().streamable_http_app(
            host=http.host,
            transport_security=security(settings, http.host, http.port),
            json_response=self.http.json_response,
            stateless_http=self.http.stateless_http,
        )

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; whatever it raises becomes a text for the model."""
        try:
            return await super().call_tool(name, arguments, context)
        except UrlElicitationRequiredError:
            raise
        except (MCPError, UnexpectedToolError) as error:
            cause = error.__cause__ if isinstance(error, UnexpectedToolError) else error
            raise ToolError(f"Error executing tool {name}: {cause}") from error

    async def read_resource(
        self, uri: str | AnyUrl, context: Context[Any, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Read a resource; the error of one that fails says why."""
        try:
            return await super().read_resource(str(uri), context)
        except UnexpectedResourceError as error:
            listed = {str(resource.uri) for resource in await self.list_resources()}
            # The first version wrapped what a template raised twice.
            again = "Error creating resource from template: "
            what = f"Error reading resource {uri}: " if str(uri) in listed else again * 2
            raise ResourceError(f"{what}{error.__cause__}") from error

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[Any, Any] | None = None,
    ) -> GetPromptResult | InputRequiredResult:
        """Make a prompt; the error of one that fails says why."""
        try:
            return await super().get_prompt(name, arguments, context)
        except MCPError:
            raise
        except Exception as error:
            raise MCPError(code=0, message=str(error)) from error
