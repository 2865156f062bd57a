"""One tool on the SDK alone, over HTTP: an aiohttp request, its JSON as the answer. BENCH_URL is the API, BENCH_PORT where to listen."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import uvicorn
from mcp.server.mcpserver import Context, MCPServer


@asynccontextmanager
async def lifespan(server: MCPServer[Any]) -> AsyncIterator[aiohttp.ClientSession]:
    """One session for all calls."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield session


mcp = MCPServer("bare", log_level="WARNING", lifespan=lifespan)


@mcp.tool()
async def get_museum_hours(ctx: Context[Any, Any], page: int = 1, limit: int = 10) -> dict[str, Any]:
    """Ask the API."""
    session: aiohttp.ClientSession = ctx.request_context.lifespan_context
    params = {"page": str(page), "limit": str(limit)}
    async with session.get(f"{os.environ['BENCH_URL']}/museum-hours", params=params) as response:
        return dict(await response.json())


port = int(os.environ["BENCH_PORT"])
uvicorn.run(mcp.streamable_http_app(), host="127.0.0.1", port=port, log_level="warning")
