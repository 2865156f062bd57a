"""Start and stop: the command line, stdio, and an app for uvicorn."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import SettingsError
from .logs import configure_logging
from .settings import Settings, read_settings
from .sign_in import SignIn
from .tools import ToolServer


def run(mcp: ToolServer, program: str, argv: Sequence[str] | None = None) -> None:
    """Serve until told to stop: SIGTERM, SIGINT, or the end of stdin.

    Args:
        mcp: The server.
        program: The name of the command, for `--help` and messages.
        argv: Arguments; those of the process when left out.

    Raises:
        SystemExit: 1 with one line on stderr when a setting cannot be used.
    """
    problem: SettingsError | None = None
    try:
        _start(mcp, program, argv)
    except SettingsError as error:
        problem = error
    except BaseException:
        # What a lifespan raises arrives wrapped in groups, or as the exit of the web server.
        if mcp.startup_error is None:
            raise
    problem = problem or mcp.startup_error
    if problem is not None:
        print(f"{program}: {problem}", file=sys.stderr)
        raise SystemExit(1)


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
            from .web import build_app

            settings = read_settings()
            configure_logging(settings.log_level)
            self._app = build_app(self._mcp, settings, settings.host, settings.port)
        await self._app(scope, receive, send)


def _start(mcp: ToolServer, program: str, argv: Sequence[str] | None) -> None:
    settings = read_settings()
    options = _parser(program, settings).parse_args(argv)
    configure_logging(settings.log_level)
    if options.http:
        from .web import serve  # stdio does not need it

        serve(mcp, settings, options.host, options.port)
    else:
        asyncio.run(_serve_stdio(mcp))


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
    SignIn.possible = True
    serving = asyncio.ensure_future(mcp.run_stdio_async())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving
