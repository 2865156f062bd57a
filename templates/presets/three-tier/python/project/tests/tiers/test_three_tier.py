"""Tests of the three tiers as a client sees them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from mcp import Client
from mcp_types import CallToolResult, TextContent, TextResourceContents

from mcp_package.features.three_tier import ThreeTier
from mcp_package.runtime.tools import ToolServer

from ..in_memory import call, connected

TOOL: dict[str, Any] = {
    "name": "get_status",
    "title": "Status of the shop",
    "inputSchema": {"type": "object", "properties": {}},
    "annotations": {"readOnlyHint": True},
    "_operation": {"method": "GET", "path": "/status", "tags": ["Shop"]},
}
STRICT: dict[str, Any] = {**TOOL, "name": "strict", "outputSchema": {"type": "object"}}


@pytest_asyncio.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """A client of a server with two operations and the three tiers."""
    (tmp_path / "t.csv").write_text("a,b,s\n1,2,x\n2,4,\n")
    monkeypatch.setenv("MCP_DATA_PATHS", str(tmp_path))
    monkeypatch.setenv("MCP_ENVELOPE", "on")
    monkeypatch.delenv("MCP_TOOLS", raising=False)
    server = ToolServer("shop", version="1", tools=[TOOL, STRICT], extensions=[ThreeTier()])

    @server.operation()
    async def get_status(ctx: Any) -> CallToolResult:
        return CallToolResult(content=[TextContent(type="text", text='{"open": true}')])

    @server.operation()
    async def strict(ctx: Any) -> CallToolResult:
        return CallToolResult(content=[], structured_content={"open": True})

    async with connected(server) as connection:
        yield connection


async def read(client: Client, uri: str) -> Any:
    first = (await client.read_resource(uri)).contents[0]
    assert isinstance(first, TextResourceContents)
    return json.loads(first.text)


async def said(client: Client, name: str, arguments: dict[str, str] | None = None) -> str:
    content = (await client.get_prompt(name, arguments)).messages[0].content
    assert isinstance(content, TextContent)
    return content.text


async def answered(client: Client, name: str, **arguments: Any) -> Any:
    return (await call(client, name, arguments)).structured_content


async def test_a_capability_is_a_resource_a_tool_and_a_prompt(client: Client) -> None:
    resource = await read(client, "shop://status")
    tool = await answered(client, "server_get_status")
    resource.pop("uptime_seconds"), tool["result"].pop("uptime_seconds")
    assert tool["result"] == resource
    assert resource["domain"] == "shop"
    assert "The server shop" in await said(client, "about_status")


async def test_a_tool_of_the_api_keeps_its_name(client: Client) -> None:
    body = await answered(client, "get_status")
    assert (body["success"], body["result"]) == (True, {"open": True})
    assert body["metadata"]["operation"] == "GET /status"


async def test_a_tool_with_an_output_schema_keeps_what_it_promises(client: Client) -> None:
    assert await answered(client, "strict") == {"open": True}


async def test_the_server_knows_what_it_can_do(client: Client) -> None:
    found = await read(client, "shop://capabilities")
    assert {"get_status", "load_data", "analyze_data"} <= set(found["tools"])
    assert {"shop://status", "shop://capabilities"} <= set(found["resources"])
    assert "shop_workflow" in found["prompts"]
    assert "- shop_workflow" in await said(client, "about_capabilities")


async def test_data_are_loaded_analyzed_and_explored(client: Client) -> None:
    loaded = await answered(client, "load_data", file_path="t.csv", data_id="t")
    assert loaded["result"]["shape"] == [2, 3]
    body = await answered(client, "analyze_data", data_id="t", operation="correlation")
    assert body["result"]["a"]["b"] == 1.0
    assert (await read(client, "shop://data/t"))["schema"]["columns"]["a"]["dtype"] == "Int64"
    assert (await answered(client, "get_data", item_id="t"))["result"]["data_id"] == "t"
    guide = await said(client, "explore_data", {"data_id": "t"})
    assert "# Exploring t" in guide
    assert "`correlation`: a, b" in guide
    assert "missing in: s" in guide


async def test_a_failure_has_suggestions(client: Client) -> None:
    result = await call(client, "analyze_data", {"data_id": "x", "operation": "summary"})
    assert result.is_error
    body = result.structured_content
    assert body is not None
    assert body["error"] == "Invalid input"
    assert body["suggestions"]


async def test_the_workflow_names_the_tools(client: Client) -> None:
    assert "`get_status`: Status of the shop" in await said(
        client, "shop_workflow", {"goal": "see"}
    )
