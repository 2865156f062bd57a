"""Tests of the routes beside /mcp."""

import base64
import json
from typing import Any

import pytest
from mcp_types import CallToolResult, ImageContent

from mcp_package.features.rest import Rest
from mcp_package.runtime.tools import ToolServer

from .over_http import Serving, serving


def make_server() -> ToolServer:
    server = ToolServer("shop", version="1", tools=[], extensions=[Rest()])

    @server.tool()
    async def double(number: int) -> dict[str, Any]:
        """Double a number."""
        return {"doubled": number * 2}

    @server.tool()
    async def picture() -> CallToolResult:
        data = base64.b64encode(b"png").decode()
        return CallToolResult(
            content=[ImageContent(type="image", data=data, mime_type="image/png")]
        )

    @server.tool(structured_output=False)
    async def word() -> str:
        return "word"

    return server


async def answer(server: Serving, path: str, body: Any) -> tuple[int, Any]:
    got = await server.post(f"/api/v1/{path}", body)
    return got.status, json.loads(got.text)


async def test_a_tool_is_called_in_two_ways() -> None:
    async with serving(make_server()) as server:
        expected = (200, {"status": "ok", "data": {"doubled": 42}})
        assert await answer(server, "tools/double", {"number": 21}) == expected
        process = {"tool": "double", "arguments": {"number": 21}}
        assert await answer(server, "process", process) == expected
        assert (await answer(server, "tools/word", {}))[1]["data"] == "word"
        assert (await answer(server, "tools/picture", {}))[1]["data"][0]["mimeType"] == "image/png"


@pytest.mark.parametrize(
    ("path", "body", "code", "says"),
    [
        ("tools/double", {"number": "x"}, 422, "number"),
        ("tools/nothing", {}, 404, "nothing"),
        ("tools/double", [1], 400, "object"),
        ("process", {"arguments": {}}, 400, "tool"),
        ("process", [], 400, "object"),
    ],
)
async def test_what_is_wrong_is_said(path: str, body: Any, code: int, says: str) -> None:
    async with serving(make_server()) as server:
        got, text = await answer(server, path, body)
        assert (got, text["status"], says in text["message"]) == (code, "error", True)


async def test_bodies_that_are_no_json_or_too_long_are_refused() -> None:
    async with serving(make_server()) as server:
        url = f"{server.url}/api/v1/tools/double"
        async with server.session.post(url, data=b"{") as response:
            assert response.status == 400
        async with server.session.post(url, data=b"x" * 4_000_001) as response:
            assert response.status == 413


async def test_status_counts_and_tools_are_listed() -> None:
    async with serving(make_server()) as server:
        await server.call("double", {"number": 1})
        await answer(server, "tools/double", {"number": "x"})
        status = json.loads((await server.get("/api/v1/status")).text)["data"]
        assert (status["name"], status["processed_requests"], status["error_rate"]) == (
            "shop",
            2,
            0.5,
        )
        tools = json.loads((await server.get("/api/v1/tools")).text)["data"]
        assert [tool["name"] for tool in tools] == ["double", "picture", "word"]
        assert tools[0]["inputSchema"]["required"] == ["number"]


async def test_the_guard_stands_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_SERVER_TOKEN", "a-long-token")
    async with serving(make_server()) as server:
        assert (await server.get("/api/v1/status")).status == 401
        headers = {"Authorization": "Bearer a-long-token"}
        assert (await server.get("/api/v1/status", **headers)).status == 200
