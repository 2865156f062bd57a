"""FastMCP with the arguments of its earlier versions, over the transport that was asked for."""

from typing import Any

import fastmcp
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from .serving import Http, asked_for_http, create_app, serve
from .settings import Settings

_TRANSPORT_SETTINGS = frozenset(
    "host port sse_path message_path streamable_http_path json_response stateless_http "
    "log_level debug".split()
)
_GONE = frozenset("dependencies mount_path event_store transport_security".split())


class FastMCP(fastmcp.FastMCP[Any]):
    """A FastMCP server whose settings of HTTP may still be given when it is made."""

    def __init__(
        self, name: str | None = None, instructions: str | None = None, **options: Any
    ) -> None:
        self._http = {key: options.pop(key) for key in _TRANSPORT_SETTINGS & options.keys()}
        for key in _GONE & options.keys():
            del options[key]
        super().__init__(name, instructions, **options)
        self._app: ASGIApp | None = None

    async def run_async(self, transport: Any = None, *args: Any, **options: Any) -> None:
        """Serve until told to stop, over `transport` unless HTTP was asked for."""
        asked = asked_for_http()
        if asked is not None:
            await serve(self, asked)
            return
        if transport not in (None, "stdio"):
            options = {**self._http, **options}
        options.setdefault("show_banner", False)
        await super().run_async(transport, *args, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an app of uvicorn."""
        self._app = self._app or create_app(self)
        await self._app(scope, receive, send)

    def build_http(self, settings: Settings, http: Http) -> Starlette:
        """The app that answers at /mcp."""
        return self.http_app(
            path="/mcp",
            json_response=self._http.get("json_response"),
            stateless_http=self._http.get("stateless_http"),
            host_origin_protection=True,
            allowed_hosts=["127.0.0.1", "localhost", http.host, *settings.allowed_hosts],
            allowed_origins=[
                f"http://{name}:{http.port}" for name in ("127.0.0.1", "localhost", http.host)
            ]
            + list(settings.allowed_origins),
        )
