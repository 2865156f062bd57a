"""Start and stop: the command line, stdio or HTTP, and an app for uvicorn."""

import argparse
import asyncio
import contextlib
import inspect
import os
import runpy
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import SettingsError
from .guards import Guard
from .hosted import Hosted
from .listening import GRACE_SECONDS, health_route
from .settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Http:
    """Where HTTP is to be served."""

    host: str
    port: int


class HttpServer(Protocol):
    """A server that can be reached over streamable HTTP."""

    def build_http(self, settings: Settings, http: Http) -> Starlette:
        """The app that answers at /mcp."""


_asked: Http | None = None
_host: Hosted | None = None


def asked_for_http() -> Http | None:
    """Where HTTP was asked for by --http or MCP_TRANSPORT=http; None for what the server chooses."""
    return _asked


def run(start: Callable[[], Any], program: str) -> None:
    """Start the server the way it always started, over the transport that was asked for.

    Args:
        start: The server's own start, which reads the arguments that remain in sys.argv.
        program: The name of the command, for messages.

    Raises:
        SystemExit: 1 with one line on stderr when a setting cannot be used.
    """
    global _asked
    try:
        _asked, sys.argv[1:] = _read_arguments(sys.argv[1:])
        if _host is not None:
            settings = read_settings()
            _asked = Http(settings.host, settings.port)
            sys.argv = [program, *shlex.split(os.environ.get("MCP_ARGUMENTS", ""))]
    except SettingsError as error:
        print(f"{program}: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    if _asked is None:
        _end_quietly()
    else:
        # What waits for a line of stdin could not be stopped.
        sys.stdin = open(os.devnull, encoding="utf-8")
    result = start()
    if inspect.iscoroutine(result):
        asyncio.run(result)


def app_of(run_server: Callable[[], None]) -> ASGIApp:
    """An ASGI app of a server that the program makes when it is started.

    What the program reads from its command line is in MCP_ARGUMENTS.
    """

    def start() -> None:
        global _host
        _host = app
        run_server()

    app = Hosted(start)
    return app


def run_module(module: str, program: str) -> None:
    """Start a module as `python -m` does, over the transport that was asked for."""
    run(lambda: runpy.run_module(module, run_name="__main__", alter_sys=True), program)


def _read_arguments(argv: list[str]) -> tuple[Http | None, list[str]]:
    """Take out --http, and with it --host and --port; everything else is the server's own."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--http", action="store_true")
    flag, rest = parser.parse_known_args(argv)
    if not flag.http and os.environ.get("MCP_TRANSPORT", "").strip().lower() != "http":
        return None, argv
    settings = read_settings()
    parser.add_argument("--host", default=settings.host)
    parser.add_argument("--port", type=int, default=settings.port)
    options, rest = parser.parse_known_args(argv)
    return Http(options.host, options.port), rest


def _end_quietly() -> None:
    """End with code 0 on SIGTERM: a thread that waits for stdin would hold the process."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))


def build_app(server: HttpServer, http: Http) -> ASGIApp:
    """The MCP endpoint /mcp behind its guards, and /health, which needs no token."""
    settings = read_settings()
    app = server.build_http(settings, http)
    if not any(getattr(route, "path", None) == "/health" for route in app.router.routes):
        app.router.routes.append(health_route())
    return Guard(app, settings)


def create_app(server: HttpServer) -> ASGIApp:
    """An ASGI app for `uvicorn package.server:app`. It is built anew at each start."""
    return _App(server)


class _App:
    """Builds the real app when the server starts, for that one can be started only once."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None or scope["type"] == "lifespan":
            settings = read_settings()
            self._app = build_app(self._server, Http(settings.host, settings.port))
        await self._app(scope, receive, send)


async def serve(server: HttpServer, http: Http) -> None:
    """Serve over HTTP until a signal comes; calls get a grace, then they are cancelled."""
    app = build_app(server, http)
    if _host is not None:
        await _host.hold(app)
        return
    config = uvicorn.Config(
        app,
        host=http.host,
        port=http.port,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    web = _Server(config)
    await web.serve()
    if not web.started:
        raise SystemExit(1)


class _Server(uvicorn.Server):
    """Ends in peace: uvicorn's own raises the signal once more after the shutdown."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        handled = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self.handle_exit) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
