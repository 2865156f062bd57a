"""Leaving without anybody noticing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..runtime.extensions import Extension
from ..runtime.logs import log
from ..runtime.settings import Settings, number, read_text
from ..runtime.tools import ToolServer


class Shutdown(Extension):
    """Serves on for a while after SIGTERM, so that load balancers can look elsewhere."""

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Read the settings, so that a wrong one is found at the start."""
        _drain_seconds()
        self.grace()
        yield

    async def draining(self) -> None:
        """Wait for the load balancers."""
        seconds = _drain_seconds()
        log(logging.INFO, "draining", seconds=seconds)
        await asyncio.sleep(seconds)

    def grace(self) -> int:
        """Seconds that running calls have."""
        return int(number("MCP_GRACE_SECONDS", 8))

    def around_app(self, app: ASGIApp, server: ToolServer, settings: Settings) -> ASGIApp:
        """Ask clients to connect anew once the server is stopping."""

        async def closing(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_on(message: Message) -> None:
                if server.stopping and message["type"] == "http.response.start":
                    MutableHeaders(scope=message)["Connection"] = "close"
                await send(message)

            await app(scope, receive, send_on)

        return closing


def _drain_seconds() -> float:
    """How long load balancers have; 0 where there are none."""
    if read_text("MCP_DRAIN_SECONDS", "0") == "0":
        return 0.0
    return number("MCP_DRAIN_SECONDS", 5)
