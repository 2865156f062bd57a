"""One tool on the SDK alone: an aiohttp request, its JSON as the answer. BENCH_URL is the API."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from mcp.server.mcpserver import Context, MCPServer


@asynccontextmanager
async def lifespan(server: MCPServer[Any]) -> AsyncIterator[aiohttp.ClientSession]:
    """One session for all calls."""
    async with aiohttp.ClientSession() as session:
        yield session


mcp = MCPServer("bare", log_level="WARNING", lifespan=lifespan)


@mcp.tool()
async def fetch(ctx: Context[Any, Any]) -> Any:
    """Ask the API."""
    session: aiohttp.ClientSession = ctx.request_context.lifespan_context
    async with session.get(os.environ["BENCH_URL"]) as response:
        return await response.json()


mcp.run()
