"""The MCP server of Swagger Petstore: a tool per operation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult

from . import __version__, custom_tools
from .api_client import PetstoreClient
from .runtime.results import answer
from .runtime.serving import create_app, run
from .runtime.tools import ToolServer


@asynccontextmanager
async def lifespan(server: MCPServer[Any]) -> AsyncIterator[PetstoreClient]:
    """Open the API client when the server starts, and close it at the end."""
    client = PetstoreClient()
    try:
        yield client
    finally:
        await client.close()


def get_client(ctx: Context[Any, Any]) -> PetstoreClient:
    """The API client of the running server."""
    client: PetstoreClient = ctx.request_context.lifespan_context
    return client


mcp = ToolServer(
    "petstore",
    title="Swagger Petstore",
    version=__version__,
    tools=Path(__file__).with_name("tools.json"),
    lifespan=lifespan,
    mode="static",
)
custom_tools.register(mcp)


@mcp.operation()
async def find_pets(
    ctx: Context[Any, Any], tags: list[str] | None = None, limit: int | None = None
) -> CallToolResult:
    """Returns all pets from the system that the user has access to

    Args:
        ctx: The MCP context of this call.
        tags: tags to filter by
        limit: maximum number of results to return

    Returns:
        The answer of GET /pets: pet response.
    """
    return await answer(ctx, get_client(ctx).find_pets(tags=tags, limit=limit))


@mcp.operation()
async def add_pet(ctx: Context[Any, Any], name: str, tag: str | None = None) -> CallToolResult:
    """Creates a new pet in the store. Duplicates are allowed

    Args:
        ctx: The MCP context of this call.
        name: Member name of the request body.
        tag: Member tag of the request body.

    Returns:
        The answer of POST /pets: pet response.
    """
    return await answer(ctx, get_client(ctx).add_pet(name=name, tag=tag))


@mcp.operation()
async def find_pet_by_id(ctx: Context[Any, Any], id: int) -> CallToolResult:
    """Returns a user based on a single ID, if the user does not have access to the pet

    Args:
        ctx: The MCP context of this call.
        id: ID of pet to fetch

    Returns:
        The answer of GET /pets/{id}: pet response.
    """
    return await answer(ctx, get_client(ctx).find_pet_by_id(id=id))


@mcp.operation()
async def delete_pet(ctx: Context[Any, Any], id: int) -> CallToolResult:
    """deletes a single pet based on the ID supplied

    Args:
        ctx: The MCP context of this call.
        id: ID of pet to delete

    Returns:
        The answer of DELETE /pets/{id}: pet deleted.
    """
    return await answer(ctx, get_client(ctx).delete_pet(id=id))


app = create_app(mcp)


def main() -> None:
    """Serve MCP: stdio, or HTTP with `--http`."""
    run(mcp, "mcp-petstore")


if __name__ == "__main__":
    main()
