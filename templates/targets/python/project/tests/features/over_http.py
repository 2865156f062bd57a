"""A server over HTTP, in this process, and calls of its tools as clients of 2026-07-28 send them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvicorn

from mcp_package.runtime.settings import read_settings
from mcp_package.runtime.tools import ToolServer
from mcp_package.runtime.web import build_app

REVISION = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": REVISION,
    "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Serving:
    """A server that runs."""

    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> Answer:
        """Read a route."""
        async with self.session.get(f"{self.url}{path}", headers=headers) as response:
            return Answer(response.status, dict(response.headers), await response.text())

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Send JSON to a route."""
        async with self.session.post(f"{self.url}{path}", json=body, headers=headers) as response:
            return Answer(response.status, dict(response.headers), await response.text())

    async def call(self, tool: str, arguments: Any = None, **headers: str) -> Answer:
        """Call a tool."""
        params = {"name": tool, "arguments": arguments or {}, "_meta": META}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        usual = {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": REVISION,
            "Mcp-Method": "tools/call",
            "Mcp-Name": tool,
        }
        return await self.post("/mcp", body, **usual, **headers)


@asynccontextmanager
async def serving(server: ToolServer) -> AsyncIterator[Serving]:
    """Serve on a free port of the loopback interface."""
    app = build_app(server, read_settings(), "127.0.0.1", 0)
    web = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    task = asyncio.create_task(web.serve())
    while not web.started:
        await asyncio.sleep(0.01)
        if task.done():
            task.result()
    port = web.servers[0].sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        yield Serving(f"http://127.0.0.1:{port}", session)
    web.should_exit = True
    await task
