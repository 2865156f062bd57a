"""Tests of the tools, as an MCP client sees them."""

import json
from collections.abc import AsyncIterator
from unittest.mock import AsyncMock, MagicMock, patch

import pytest
import pytest_asyncio
from mcp import Client
from mcp.server.mcpserver import Context

from mcp_pets.runtime.answers import ApiResponse
from mcp_pets.server import get_pet, list_pets, mcp

from .conftest import environment
from .in_memory import call, connected, shown, text_of
from .upstream import Case, Upstream, load_cases

pytestmark = pytest.mark.asyncio(loop_scope="module")

CASES = load_cases()
JSON_CASES = [case for case in CASES if "json" in case["response"]]


def name_of(case: Case) -> str:
    """The name of a case in pytest's report."""
    return str(case["tool"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(running_upstream: Upstream) -> AsyncIterator[Client]:
    """One client for all tests of this module."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in environment(running_upstream).items():
            patched.setenv(name, value)
        async with connected(mcp) as mcp_client:
            yield mcp_client


async def test_lists_every_tool_with_its_schema(client: Client, upstream: Upstream) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    for case in CASES:
        tool = tools[case["tool"]]
        assert tool.description
        assert tool.annotations is not None
        assert set(case["arguments"]) <= set(tool.input_schema["properties"])


@pytest.mark.parametrize("case", CASES, ids=name_of)
async def test_tool_sends_the_documented_request(
    client: Client, case: Case, upstream: Upstream
) -> None:
    upstream.response = case["response"]
    result = await call(client, case["tool"], case["arguments"])
    assert not result.is_error, text_of(result)
    upstream.check(case["request"])
    expected = {
        key: case["response"][key] for key in ("json", "text", "base64") if key in case["response"]
    }
    assert not expected or shown(result) == expected


@pytest.mark.parametrize("case", CASES[:3], ids=name_of)
async def test_tells_the_model_what_the_api_refused(
    client: Client, case: Case, upstream: Upstream
) -> None:
    upstream.response = {"status": 404, "type": "application/json", "json": {"message": "Not here"}}
    result = await call(client, case["tool"], case["arguments"])
    assert result.is_error
    assert "404" in text_of(result)


@pytest.mark.parametrize("case", JSON_CASES[:3], ids=name_of)
async def test_passes_on_an_answer_that_breaks_the_contract(
    client: Client, case: Case, upstream: Upstream
) -> None:
    surprise = {"surprise": [None, {"nested": True}]}
    upstream.response = {"status": 200, "type": case["response"]["type"], "json": surprise}
    result = await call(client, case["tool"], case["arguments"])
    assert not result.is_error
    assert json.loads(text_of(result)) == surprise


@pytest.mark.parametrize("case", CASES[:3], ids=name_of)
async def test_refuses_an_argument_that_the_schema_does_not_know(
    client: Client, case: Case, upstream: Upstream
) -> None:
    result = await call(client, case["tool"], {**case["arguments"], "no_such_argument_": 1})
    assert result.is_error
    assert "no_such_argument_" in text_of(result)
    assert upstream.requests == []


class TestToolFunctions:
    """The functions behind the tools, with a client that is a mock."""

    response = ApiResponse(200, {}, "application/json", {"answer": 42})

    async def test_list_pets(self) -> None:
        client = AsyncMock()
        client.list_pets.return_value = self.response
        with patch("mcp_pets.server.get_client", return_value=client):
            result = await list_pets(MagicMock(spec=Context))
        client.list_pets.assert_awaited_once()
        assert result.structured_content == {"answer": 42}

    async def test_get_pet(self) -> None:
        client = AsyncMock()
        client.get_pet.return_value = self.response
        with patch("mcp_pets.server.get_client", return_value=client):
            result = await get_pet(MagicMock(spec=Context), id="sample")
        client.get_pet.assert_awaited_once()
        assert result.structured_content == {"answer": 42}
