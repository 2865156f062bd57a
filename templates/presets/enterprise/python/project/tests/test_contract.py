"""The contract with clients: every tool is described, and its schemas are schemas."""

import jsonschema_rs
import pytest

from mcp_package.config import ServerConfig
from mcp_package.features.enterprise import Enterprise
from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.tools import ToolServer
from mcp_package.server import mcp

from .in_memory import connected
from .upstream import Upstream


async def test_every_tool_keeps_the_contract(upstream: Upstream) -> None:
    async with connected(mcp) as client:
        tools = (await client.list_tools()).tools
    assert len({tool.name for tool in tools}) == len(tools)
    for tool in tools:
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is not None
        assert tool.input_schema["type"] == "object"
        for schema in (tool.input_schema, tool.output_schema):
            assert schema is None or jsonschema_rs.meta.is_valid(schema)


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_SERVER_TOKEN", "very secret")
    monkeypatch.setenv("MCP_HOST", "")
    shown = ServerConfig().public()
    assert shown["token_required"] is True
    assert shown["host"] == "127.0.0.1"
    assert "very secret" not in str(shown)


async def test_wrong_settings_are_named_without_their_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_PORT", "70000")
    monkeypatch.setenv("MCP_LOG_LEVEL", "LOUD")
    server = ToolServer("x", version="1", tools=[])
    with pytest.raises(SettingsError, match="MCP_PORT, MCP_LOG_LEVEL"):
        async with Enterprise().running(server):
            pass
