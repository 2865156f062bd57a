"""Streamable HTTP: the app behind its guards, and the process that serves it."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Iterator
from types import FrameType

import uvicorn
from sse_starlette.sse import AppStatus
from starlette.types import ASGIApp

from .guards import Guard
from .listening import GRACE_SECONDS, health_route, security
from .logs import log
from .settings import Settings
from .tools import ToolServer


def build_app(mcp: ToolServer, settings: Settings, host: str, port: int) -> ASGIApp:
    """The MCP endpoint /mcp behind its guards, and /health, which needs no token."""
    app = mcp.streamable_http_app(host=host, transport_security=security(settings, host, port))
    routes = [route for extension in mcp.extensions for route in extension.routes(mcp)]
    # The first that fits answers: an extension may say more about the health than this.
    app.router.routes.extend([*routes, health_route()])
    inner: ASGIApp = app
    for extension in reversed(mcp.extensions):
        inner = extension.around_app(inner, mcp, settings)
    open_paths = frozenset[str]().union(*(extension.open_paths for extension in mcp.extensions))
    limiters = (extension.limiter(settings) for extension in mcp.extensions)
    limiter = next((one for one in limiters if one is not None), None)
    challenge = "".join(extension.challenge() for extension in mcp.extensions)
    return Guard(inner, settings, open_paths, limiter, challenge)


def serve(mcp: ToolServer, settings: Settings, host: str, port: int) -> None:
    """Serve until a signal comes; calls get a grace, then they are cancelled."""
    log(logging.INFO, "serving", url=f"http://{host}:{port}/mcp")
    config = uvicorn.Config(
        build_app(mcp, settings, host, port),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=max(GRACE_SECONDS, *(one.grace() for one in mcp.extensions), 0),
    )
    server = _Server(config, mcp)
    server.run()
    if not server.started:
        raise SystemExit(1)


class _Server(uvicorn.Server):
    """Ends in peace: uvicorn's own raises the signal once more after the shutdown."""

    def __init__(self, config: uvicorn.Config, mcp: ToolServer) -> None:
        super().__init__(config)
        self._mcp = mcp

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the extensions wait, then stop accepting and wait for the calls that run."""
        self._mcp.stopping = True
        await asyncio.gather(*(extension.draining() for extension in self._mcp.extensions))
        ending = asyncio.create_task(self._end_streams())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_streams(self) -> None:
        """End the streams of sessions, which stand open for as long as clients like, after the last call."""
        while self._mcp.busy:
            await asyncio.sleep(0.05)
        AppStatus.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; SIGINT once more stops at once."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # sse-starlette ends all streams when a server that it finds behind a signal is told to stop, and with
        # them the answers to calls that run. It finds methods, not functions.
        def stop(sig: int, frame: FrameType | None) -> None:
            self.handle_exit(sig, frame)

        handled = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, stop) for number in handled}
        try:
            yield
        finally:
            AppStatus.should_exit = False  # for servers that come after this one
            for number, handler in before.items():
                signal.signal(number, handler)
