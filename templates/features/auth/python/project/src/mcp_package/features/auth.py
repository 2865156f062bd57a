"""OAuth 2.1 resource server: who may call which tool."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from yarl import URL

from ..runtime.errors import CallError, SettingsError
from ..runtime.extensions import Extension, ProceedTool, ToolCall, ToolResult, claims_of
from ..runtime.settings import read_settings, read_text
from ..runtime.tools import ToolServer

P = ParamSpec("P")
T = TypeVar("T")

METADATA = "/.well-known/oauth-protected-resource"
_scopes: ContextVar[frozenset[str]] = ContextVar("scopes", default=frozenset())


class NotPermitted(CallError):
    """The caller lacks a scope."""


def require_scope(scope: str) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    """Let a tool be called only by those who have a scope. Its signature stays as it is.

    Args:
        scope: One word, such as `books:admin`.
    """

    def decorate(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @functools.wraps(function)
        async def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            demand(scope, _scopes.get())
            return await function(*args, **kwargs)

        return checked

    return decorate


def demand(scope: str, held: frozenset[str]) -> None:
    """Raise an error that names the scope, unless the caller has it."""
    if scope not in held:
        raise NotPermitted(
            f"insufficient_scope: this tool needs the scope {scope}. The caller has: "
            f"{', '.join(sorted(held)) or 'none'}. Ask for a token with that scope."
        )


class Auth(Extension):
    """Scopes around tools, and the metadata by which clients find the authorization server."""

    open_paths = frozenset({METADATA, f"{METADATA}/mcp"})

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Read the settings, so that a wrong one is found at the start."""
        read_scopes(read_text("MCP_TOOL_SCOPES"))
        resource()
        yield

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Let a call through when the caller has the scope of the tool."""
        held = scopes_of(claims_of(call.context))
        demand(scope_for(call), held)
        token = _scopes.set(held)
        try:
            return await proceed()
        finally:
            _scopes.reset(token)

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """The metadata, at both addresses that RFC 9728 allows for /mcp."""
        if not resource():
            return []
        return [Route(path, _metadata, methods=["GET"]) for path in sorted(self.open_paths)]

    def challenge(self) -> str:
        """Tells clients without a valid token where the metadata are."""
        address = resource()
        if not address:
            return ""
        url = URL(address)
        return f', resource_metadata="{url.origin()}{METADATA}{url.path.rstrip("/")}"'


def scope_for(call: ToolCall) -> str:
    """The scope that a tool needs."""
    own = read_scopes(read_text("MCP_TOOL_SCOPES")).get(call.name)
    usual = ("MCP_SCOPE_READ", "read") if call.read_only else ("MCP_SCOPE_WRITE", "write")
    return own or read_text(*usual)


def scopes_of(claims: Mapping[str, Any] | None) -> frozenset[str]:
    """What a caller may do: the scopes of the JWT, else those of MCP_SCOPES."""
    if not claims:
        return frozenset(read_text("MCP_SCOPES", "read").replace(",", " ").split())
    said = claims.get("scope", claims.get("scp", ""))
    return frozenset(said.split() if isinstance(said, str) else map(str, said or ()))


def resource() -> str:
    """The address of this server as clients know it; "" where it is not configured.

    Raises:
        SettingsError: It is no address, or tokens are meant for another one.
    """
    address = read_text("MCP_RESOURCE_URL")
    if not address:
        return ""
    url = URL(address)
    if url.scheme not in ("http", "https") or not url.host or url.fragment or url.query_string:
        raise SettingsError("MCP_RESOURCE_URL must be an address like https://mcp.example.com/mcp")
    audience = read_settings().audience
    if audience and audience != address:
        raise SettingsError("MCP_JWT_AUDIENCE must be the same as MCP_RESOURCE_URL")
    return address


def read_scopes(text: str) -> dict[str, str]:
    """Read `delete_book=admin,list_books=public`.

    Raises:
        SettingsError: It is something else.
    """
    parts = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    if not all(name and scope for name, _, scope in parts):
        raise SettingsError("MCP_TOOL_SCOPES must be like delete_book=admin,list_books=public")
    return {name.strip(): scope.strip() for name, _, scope in parts}


async def _metadata(request: Request) -> JSONResponse:
    servers = read_text("MCP_AUTHORIZATION_SERVERS") or read_settings().issuer
    own = read_scopes(read_text("MCP_TOOL_SCOPES")).values()
    scopes = {read_text("MCP_SCOPE_READ", "read"), read_text("MCP_SCOPE_WRITE", "write"), *own}
    return JSONResponse(
        {
            "resource": resource(),
            "authorization_servers": [one.strip() for one in servers.split(",") if one.strip()],
            "scopes_supported": sorted(scopes),
            "bearer_methods_supported": ["header"],
        }
    )
