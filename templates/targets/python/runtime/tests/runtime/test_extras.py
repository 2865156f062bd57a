"""Arguments that the server adds: further pages, and parts of an answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from mcp import Client
from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, TextContent

from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.paging import next_link
from mcp_package.runtime.results import answer, json_result
from mcp_package.runtime.settings import read_settings
from mcp_package.runtime.tools import ToolServer

from .conftest import Upstream

WHOLE = {"type": "integer"}
CURSOR = {"kind": "cursor", "arguments": {"c": "c"}, "items": ["data"], "next": ["meta", "next"]}
LAST = {
    "kind": "last-item",
    "arguments": {"after": "c"},
    "items": ["data"],
    "next": ["id"],
    "more": ["more"],
    "size": "size",
}
PAGE = {"kind": "page", "arguments": {"page": "page"}, "items": [], "first": 1, "size": "size"}
OFFSET = {"kind": "offset", "arguments": {"skip": "page"}, "items": ["data"], "size": "size"}
LINK = {"kind": "link", "arguments": {"page": "page", "per": "size"}, "items": []}
ADDRESS = {**LINK, "items": ["data"], "next": ["next"]}


def listing(paging: dict[str, Any] | None) -> dict[str, Any]:
    properties = {"c": {"type": "string"}, "page": WHOLE, "size": {**WHOLE, "maximum": 50}}
    return {
        "name": "list_pets",
        "description": "List pets.",
        "inputSchema": {"type": "object", "properties": properties},
        "annotations": {"readOnlyHint": True},
        "_operation": {"method": "GET", "path": "/pets"} | ({"paging": paging} if paging else {}),
    }


@pytest.fixture
def server(
    upstream: Upstream, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., ToolServer]:
    """Makes a server with one tool, whose requests go to the stand-in."""

    def make(paging: dict[str, Any] | None, extras: str = "all", **more: Any) -> ToolServer:
        monkeypatch.setenv("MCP_EXTRA_ARGUMENTS", extras)
        mcp = ToolServer("pets", version="1", tools=[listing(paging)], **more)

        @mcp.operation()
        async def list_pets(
            ctx: Context[Any, Any], c: Any = None, page: Any = None, size: Any = None
        ) -> CallToolResult:
            query = {"c": c, "page": page, "size": size}
            return await answer(ctx, client._request("GET", "/pets", query=query))

        return mcp

    return make


async def call(mcp: ToolServer, **arguments: Any) -> tuple[Any, list[str]]:
    """The data of an answer, or its error; and the notes behind it."""
    async with Client(mcp) as mcp_client:
        result = await mcp_client.call_tool("list_pets", arguments)
    texts = [part.text for part in result.content if isinstance(part, TextContent)]
    return texts[0] if result.is_error else json.loads(texts[0]), texts[1:]


def answers(upstream: Upstream, *pages: Any) -> None:
    upstream.answers += [web.json_response(page) for page in pages]


def queries(upstream: Upstream) -> list[str]:
    return [seen.url.partition("?")[2] for seen in upstream.seen]


async def test_tools_are_as_the_document_has_them_unless_switched_on(server: Any) -> None:
    async with Client(server(CURSOR, extras="")) as mcp_client:
        tools = (await mcp_client.list_tools()).tools
    assert list(tools[0].input_schema["properties"]) == ["c", "page", "size"]


async def test_arguments_are_added_where_they_fit(server: Any) -> None:
    for paging, wanted in ((CURSOR, ["max_items", "fields"]), (None, ["fields"])):
        async with Client(server(paging)) as mcp_client:
            tools = (await mcp_client.list_tools()).tools
        assert list(tools[0].input_schema["properties"]) == ["c", "page", "size", *wanted]


def test_an_argument_of_the_document_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_EXTRA_ARGUMENTS", "fields")
    tool = listing(None)
    tool["inputSchema"]["properties"] = {"fields": WHOLE}
    found = ToolServer("pets", version="1", tools=[tool]).catalog.operations["list_pets"]
    assert found.raw["inputSchema"]["properties"]["fields"] == WHOLE
    assert found.extras == {"fields": "answer_fields"}


async def test_one_page_is_one_request(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [1], "meta": {"next": "x"}})
    assert await call(server(CURSOR)) == ({"data": [1], "meta": {"next": "x"}}, [])
    assert queries(upstream) == [""]


async def test_a_cursor_leads_on(server: Any, upstream: Upstream) -> None:
    answers(
        upstream,
        {"data": [1, 2], "meta": {"next": "x y"}},
        {"data": [3], "meta": {"next": None}},
    )
    got, notes = await call(server(CURSOR), max_items=10, size=2)
    assert got == {"data": [1, 2, 3], "meta": {"next": None}}
    assert notes == ["[3 items from 2 requests. These are all.]"]
    assert queries(upstream) == ["size=2", "c=x%20y&size=2"]


async def test_the_last_item_leads_on_while_there_is_more(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [{"id": "a"}], "more": True}, {"data": [{"id": "b"}], "more": False})
    got, _ = await call(server(LAST), max_items=10)
    assert got["data"] == [{"id": "a"}, {"id": "b"}]
    assert queries(upstream) == ["size=10", "c=a&size=10"]


async def test_pages_are_counted_until_one_is_empty(server: Any, upstream: Upstream) -> None:
    answers(upstream, [1, 2], [3], [])
    assert (await call(server(PAGE), max_items=40))[0] == [1, 2, 3]
    assert queries(upstream) == ["size=40", "page=2&size=40", "page=3&size=40"]


async def test_an_offset_counts_items(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [1, 2]}, {"data": [3]}, {"data": []})
    assert (await call(server(OFFSET), max_items=9, page=5))[0] == {"data": [1, 2, 3]}
    assert queries(upstream) == ["page=5", "page=7", "page=8"]


async def test_the_header_link_leads_on(server: Any, upstream: Upstream) -> None:
    link = '<https://elsewhere.example/x?q=1>; rel="prev", <https://x.example/7?page=2&per=50>; rel="next last"'
    upstream.answers.append(web.json_response([1], headers={"Link": link}))
    answers(upstream, [2])
    assert (await call(server(LINK), max_items=9))[0] == [1, 2]
    assert queries(upstream)[1] == "page=2&size=50"
    assert {seen.headers["host"] for seen in upstream.seen} == {upstream.url.split("/")[2]}


async def test_an_address_in_the_answer_leads_on(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [1], "next": "/pets?page=9&q=1"}, {"data": [2], "next": None})
    assert (await call(server(ADDRESS), max_items=9))[0]["data"] == [1, 2]
    assert queries(upstream)[1].startswith("page=9")


async def test_no_more_items_than_wanted(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [1, 2], "meta": {"next": "x"}}, {"data": [3, 4], "meta": {}})
    got, notes = await call(server(CURSOR), max_items=3)
    assert got["data"] == [1, 2, 3]
    assert "raise max_items" in notes[0]


async def test_the_same_page_again_is_the_end(server: Any, upstream: Upstream) -> None:
    answers(upstream, [1], [1], [1])
    assert (await call(server(PAGE), max_items=9))[0] == [1]
    assert len(upstream.seen) == 2


async def test_a_cursor_that_stays_is_the_end(server: Any, upstream: Upstream) -> None:
    page = {"data": [1], "meta": {"next": "x"}}
    answers(upstream, page)
    assert (await call(server(CURSOR), max_items=9, c="x"))[0] == page
    assert len(upstream.seen) == 1


async def test_what_was_got_is_kept_when_a_page_fails(server: Any, upstream: Upstream) -> None:
    answers(upstream, [1])
    upstream.answers.append(web.json_response({"message": "no"}, status=400))
    got, notes = await call(server(PAGE), max_items=9)
    assert got == [1]
    assert "the next page could not be read" in notes[0]


async def test_an_error_of_the_first_page_is_the_result(server: Any, upstream: Upstream) -> None:
    upstream.answers.append(web.json_response({"message": "no"}, status=400))
    got, notes = await call(server(PAGE), max_items=9)
    assert "answered 400" in got and notes == []


async def test_an_answer_without_a_list_is_shown_as_it_is(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"surprise": 1})
    assert await call(server(PAGE), max_items=9) == ({"surprise": 1}, [])


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MOST_PAGES", 2, "2 requests"),
        ("MOST_BYTES", 2, "too large"),
        ("MOST_SECONDS", -1, "too long"),
    ],
)
async def test_going_on_has_limits(
    limit: str, value: int, words: str, server: Any, upstream: Upstream, monkeypatch: Any
) -> None:
    monkeypatch.setattr(f"mcp_package.runtime.paging.{limit}", value)
    answers(upstream, [1], [2], [3], [4])
    _, notes = await call(server(PAGE), max_items=9)
    assert words in notes[0]
    assert len(upstream.seen) <= 2


async def test_fields_pick_parts_of_all_pages(server: Any, upstream: Upstream) -> None:
    answers(upstream, [{"id": 1, "x": 0}], [{"id": 2, "x": 0}], [])
    assert (await call(server(PAGE), max_items=9, fields="[*].id"))[0] == [1, 2]


async def test_fields_pick_parts_of_one_answer(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"data": [{"id": 1, "x": 0}]})
    assert (await call(server(None), fields="data[0].{id: id}"))[0] == {"id": 1}


@pytest.mark.parametrize("expression", ["[", "a[?", "(" * 900])
async def test_what_is_no_expression_makes_no_request(
    expression: str, server: Any, upstream: Upstream
) -> None:
    got, _ = await call(server(None), fields=expression)
    assert got.startswith("Argument fields: no JMESPath expression")
    assert upstream.seen == []


async def test_functions_that_do_not_fit_are_told(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"a": 1})
    assert "does not fit the answer" in (await call(server(None), fields="length(a)"))[0]


async def test_only_json_has_fields(server: Any, upstream: Upstream) -> None:
    upstream.answers.append(web.Response(text="hello"))
    assert "no JSON" in (await call(server(None), fields="a"))[0]


async def test_the_handler_of_an_owner_may_make_no_request(server: Any) -> None:
    mcp: ToolServer = server(None)

    @mcp.operation()
    async def list_pets(ctx: Context[Any, Any]) -> CallToolResult:
        return json_result({"mine": 1}, 1000)

    assert (await call(mcp, fields="mine"))[0] == {"mine": 1}


async def test_dynamic_tools_describe_them(server: Any, upstream: Upstream) -> None:
    answers(upstream, {"a": 1})
    async with Client(server(None, mode="dynamic")) as mcp_client:
        found = await mcp_client.call_tool("describe_operation", {"name": "list_pets"})
        called = {"name": "list_pets", "arguments": {"fields": "a"}}
        result = await mcp_client.call_tool("call_operation", called)
    assert found.structured_content is not None
    assert "fields" in found.structured_content["inputSchema"]["properties"]
    assert result.structured_content == {"result": 1}


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("", None),
        ("<a>; rel=prev", None),
        ("<a?b=c,d>; rel=next", "a?b=c,d"),
        ('<a>; title="x, y"; rel="next"', "a"),
        ("<a>;REL=NEXT, <b>; rel=last", "a"),
        ("no link", None),
    ],
)
def test_links_are_read(header: str, address: str | None) -> None:
    assert next_link({"Link": header}) == address


def test_unknown_names_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_EXTRA_ARGUMENTS", "max_items, FIELDS")
    assert read_settings().extras == ("max_items", "fields")
    monkeypatch.setenv("MCP_EXTRA_ARGUMENTS", "paging")
    with pytest.raises(SettingsError, match="MCP_EXTRA_ARGUMENTS"):
        read_settings()
