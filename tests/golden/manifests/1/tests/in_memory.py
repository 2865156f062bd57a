"""An MCP client in the same process as the server, and how the tests read what it gets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp_types import (
    BlobResourceContents,
    CallToolResult,
    EmbeddedResource,
    ImageContent,
    TextContent,
)


@asynccontextmanager
async def connected(server: MCPServer[Any]) -> AsyncIterator[Client]:
    """An MCP client that talks to the server in memory, in a task of its own: it must end where it began."""
    ready: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
    done = asyncio.Event()

    async def hold() -> None:
        async with Client(server) as client:
            ready.set_result(client)
            await done.wait()

    task = asyncio.create_task(hold())
    either: set[asyncio.Future[Any]] = {task, ready}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    yield ready.result()
    done.set()
    await task


async def call(client: Client, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """Call a tool."""
    result = await client.call_tool(name, arguments)
    assert isinstance(result, CallToolResult)
    return result


def text_of(result: CallToolResult) -> str:
    """The text of a result."""
    first = result.content[0]
    assert isinstance(first, TextContent)
    return first.text


def shown(result: CallToolResult) -> dict[str, Any]:
    """A result in the words of a case."""
    first = result.content[0]
    if isinstance(first, ImageContent):
        return {"base64": first.data}
    if isinstance(first, EmbeddedResource) and isinstance(first.resource, BlobResourceContents):
        return {"base64": first.resource.blob}
    if result.structured_content is not None:
        return {"json": json.loads(text_of(result))}
    return {"text": text_of(result)}
