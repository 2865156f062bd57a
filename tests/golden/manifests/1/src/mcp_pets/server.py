"""The MCP server of Pets: a tool per operation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult

from . import __version__, custom_tools
from .api_client import PetsClient
from .runtime.results import answer
from .runtime.serving import create_app, run
from .runtime.tools import ToolServer


@asynccontextmanager
async def lifespan(server: MCPServer[Any]) -> AsyncIterator[PetsClient]:
    """Open the API client when the server starts, and close it at the end."""
    client = PetsClient()
    try:
        yield client
    finally:
        await client.close()


def get_client(ctx: Context[Any, Any]) -> PetsClient:
    """The API client of the running server."""
    client: PetsClient = ctx.request_context.lifespan_context
    return client


mcp = ToolServer(
    "pets",
    title="Pets",
    version=__version__,
    tools=Path(__file__).with_name("tools.json"),
    lifespan=lifespan,
    mode="static",
)
custom_tools.register(mcp)


@mcp.operation()
# ours: the shop asks for this every minute
async def list_pets(ctx: Context[Any, Any], limit: int | None = None) -> CallToolResult:
    """Lists the pets.

    Args:
        ctx: The MCP context of this call.
        limit: Query parameter limit.

    Returns:
        The answer of GET /pets: fine.
    """
    return await answer(ctx, get_client(ctx).list_pets(limit=limit))


@mcp.operation()
async def get_pet(ctx: Context[Any, Any], id: str) -> CallToolResult:
    """One pet.

    Args:
        ctx: The MCP context of this call.
        id: Path parameter id.

    Returns:
        The answer of GET /pets/{id}: fine.
    """
    return await answer(ctx, get_client(ctx).get_pet(id=id))


app = create_app(mcp)


def main() -> None:
    """Serve MCP: stdio, or HTTP with `--http`."""
    run(mcp, "mcp-pets")


if __name__ == "__main__":
    main()
