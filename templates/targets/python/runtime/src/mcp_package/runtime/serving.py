"""Start and stop: stdio or HTTP, and an app for uvicorn."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Generator, Sequence

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import SettingsError
from .guards import RateLimit, RequireToken
from .logs import configure_logging
from .settings import Settings, read_settings
from .tokens import TokenCheck
from .tools import ToolServer

GRACE_SECONDS = 8
"""For calls that run when the server is told to stop."""


def run(mcp: ToolServer, program: str, argv: Sequence[str] | None = None) -> None:
    """Serve until told to stop, and exit: 0 after SIGTERM, SIGINT or the end of stdin, 1 otherwise.

    Args:
        mcp: The server.
        program: The name of the command, for `--help`.
        argv: Arguments; those of the process when left out.
    """
    code = 0
    try:
        settings = read_settings()
        options = _parser(program, settings).parse_args(argv)
        configure_logging(settings.log_level)
        if options.http:
            _serve_http(mcp, options.host, options.port, settings)
        else:
            asyncio.run(_serve_stdio(mcp))
    except SettingsError as error:
        print(f"{program}: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 0
    sys.stderr.flush()
    if code:
        raise SystemExit(code)


def create_app(mcp: ToolServer) -> ASGIApp:
    """An ASGI app for `uvicorn package.server:app`. It is built anew at each start."""
    return _App(mcp)


class _App:
    """Builds the real app when the server starts, for that one can be started only once."""

    def __init__(self, mcp: ToolServer) -> None:
        self._mcp = mcp
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None or scope["type"] == "lifespan":
            settings = read_settings()
            self._app = build_app(self._mcp, settings, settings.host, settings.port)
        await self._app(scope, receive, send)


def build_app(mcp: ToolServer, settings: Settings, host: str, port: int) -> ASGIApp:
    """The MCP endpoint /mcp behind its guards, and /health."""
    app: Starlette = mcp.streamable_http_app(
        host=host, transport_security=security(settings, host, port)
    )
    app.router.routes.append(Route("/health", _health, methods=["GET"]))
    limited = RateLimit(app, settings.rate, settings.burst)
    return RequireToken(limited, TokenCheck(settings))


def security(settings: Settings, host: str, port: int) -> TransportSecuritySettings:
    """Host and Origin headers that are served: loopback, the address itself, and the configured."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host not in ("0.0.0.0", "::", *names):
        names.append(f"[{host}]" if ":" in host else host)
    hosts = [text for name in names for text in (name, f"{name}:{port}", f"{name}:*")]
    origins = [f"http://{text}" for text in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[*hosts, *settings.allowed_hosts],
        allowed_origins=[*origins, *settings.allowed_origins],
    )


async def _health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "healthy"})


def _parser(program: str, settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="Serve MCP over stdio or HTTP.")
    parser.add_argument(
        "--http",
        action="store_true",
        default=settings.transport == "http",
        help="serve streamable HTTP at /mcp instead of stdio",
    )
    parser.add_argument("--host", default=settings.host, help="address to listen on")
    parser.add_argument("--port", type=int, default=settings.port, help="port to listen on")
    return parser


async def _serve_stdio(mcp: ToolServer) -> None:
    """Serve until stdin ends or a signal comes; calls that still run are cancelled."""
    serving = asyncio.ensure_future(mcp.run_stdio_async())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


class _HttpServer(uvicorn.Server):
    """A server that ends in peace: uvicorn's own raises the signal again after the shutdown."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        handled = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self.handle_exit) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _serve_http(mcp: ToolServer, host: str, port: int, settings: Settings) -> None:
    config = uvicorn.Config(
        build_app(mcp, settings, host, port),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
    )
    server = _HttpServer(config)
    server.run()
