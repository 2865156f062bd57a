"""Credentials of callers, on their way to the API: both sides over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import uvicorn
from aiohttp.test_utils import unused_port
from mcp.server.mcpserver import Context
from mcp_types import CallToolResult

from mcp_package.runtime.auth import ApiKey, Basic, Bearer
from mcp_package.runtime.callers import header_names, passed_headers
from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.results import answer
from mcp_package.runtime.serving import create_app
from mcp_package.runtime.settings import read_settings
from mcp_package.runtime.tools import ToolServer

from .conftest import Upstream
from .test_serving import DISCOVER

TOOL = {"name": "ping", "description": "Ping.", "inputSchema": {"type": "object", "properties": {}}}
OWN = {"TOKEN": "own-token", "KEY": "own-key-1"}


class Client(ApiClient):
    schemes = {
        "token": Bearer(env="TOKEN"),
        "basic": Basic("USER", "PASS"),
        "key": ApiKey(env="KEY", location="header", name="X-Key"),
        "query": ApiKey(env="KEY", location="query", name="key"),
    }


@asynccontextmanager
async def serving(
    upstream: Upstream, security: list[list[str]], credentials: dict[str, str]
) -> AsyncIterator[str]:
    """A server of one tool that calls the API; gives its address."""
    async with Client(base_url=upstream.url, credentials=credentials) as client:
        mcp = ToolServer("t", version="1", tools=[TOOL])

        @mcp.operation()
        async def ping(ctx: Context[None, None]) -> CallToolResult:
            return await answer(ctx, client._request("GET", "/x", security=security))

        port = unused_port()
        config = uvicorn.Config(create_app(mcp), port=port, log_config=None)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}/mcp"
        server.should_exit = True
        await running


async def call(address: str, **headers: str) -> None:
    """Call the tool with the headers of one caller."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    protocol = {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/call",
        "mcp-name": "ping",
    }
    meta: Any = DISCOVER["params"]
    params = {**meta, "name": "ping", "arguments": {}}
    message = {**DISCOVER, "method": "tools/call", "params": params}
    async with aiohttp.ClientSession() as session:
        async with session.post(address, json=message, headers={**protocol, **named}) as response:
            assert response.status == 200, await response.text()
            await response.read()


async def test_nothing_is_passed_on_unless_asked_for(upstream: Upstream) -> None:
    async with serving(upstream, [["token", "key"]], OWN) as address:
        await call(address, authorization="Bearer theirs", x_key="theirs")
    assert upstream.seen[0].headers["authorization"] == "Bearer own-token"
    assert upstream.seen[0].headers["x-key"] == "own-key-1"


async def test_each_caller_is_somebody_else(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_PASS_THROUGH_AUTH", "1")
    async with serving(upstream, [["token", "key"]], OWN) as address:
        names = [f"Bearer caller-{n}" for n in range(6)]
        await asyncio.gather(*(call(address, authorization=name) for name in names))
        await call(address)
    seen = [one.headers["authorization"] for one in upstream.seen]
    assert sorted(seen[:6]) == names
    assert seen[6] == "Bearer own-token"
    assert {one.headers["x-key"] for one in upstream.seen} == {"own-key-1"}


async def test_the_server_needs_no_credential_of_its_own(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_PASS_THROUGH_AUTH", "authorization, X-Key")
    async with serving(upstream, [["basic", "key"]], {}) as address:
        await call(address, authorization="Basic abc", x_key="theirs")
    assert upstream.seen[0].headers["authorization"] == "Basic abc"
    assert upstream.seen[0].headers["x-key"] == "theirs"


async def test_only_credentials_that_the_document_wants_go_on(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_PASS_THROUGH_AUTH", "authorization,x-key,x-other")
    async with serving(upstream, [["query"]], OWN) as address:
        await call(address, authorization="Bearer theirs", x_key="k", x_other="o")
    assert upstream.seen[0].url == "/v1/x?key=own-key-1"
    assert {"authorization", "x-key", "x-other"}.isdisjoint(upstream.seen[0].headers)


@pytest.mark.parametrize(
    ("text", "names"),
    [("", ()), ("1", ("authorization",)), ("true, X-Key ,", ("authorization", "x-key"))],
)
def test_names_are_read(text: str, names: tuple[str, ...]) -> None:
    assert header_names(text) == names


def test_there_are_no_headers_over_stdio() -> None:
    assert passed_headers(("authorization",), None) == {}


@pytest.mark.parametrize(
    "guard", [{"MCP_SERVER_TOKEN": "t"}, {"MCP_JWT_PUBLIC_KEY": "k", "MCP_JWT_AUDIENCE": "a"}]
)
def test_the_token_of_this_server_never_goes_on(
    guard: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in guard.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MCP_PASS_THROUGH_AUTH", "X-Api-Token")
    assert read_settings().pass_through == ("x-api-token",)
    monkeypatch.setenv("MCP_PASS_THROUGH_AUTH", "yes")
    with pytest.raises(SettingsError, match="name another header"):
        read_settings()
