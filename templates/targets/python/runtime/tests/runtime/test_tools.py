"""The server as an MCP client sees it."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from mcp import Client
from mcp.server.mcpserver import Context, MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent

from mcp_package.runtime.errors import ApiError, ArgumentError, SettingsError
from mcp_package.runtime.results import json_result
from mcp_package.runtime.tools import ToolServer


def tool(name: str, **info: Any) -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {"pet_id": {"type": "integer"}},
        "required": ["pet_id"],
    }
    return {
        "name": name,
        "description": f"About {name}.",
        "inputSchema": schema,
        "_operation": info,
    }


PETS = [
    tool("get_pet", operationId="getPet", method="GET", path="/pets/{petId}", tags=["pets"]),
    tool(
        "delete_pet", operationId="deletePet", method="DELETE", path="/pets/{petId}", tags=["pets"]
    ),
    tool("place_order", method="POST", path="/orders", tags=["store"], module="store"),
]


def server(**more: Any) -> ToolServer:
    mcp = ToolServer("pets", version="1.2.3", tools=PETS, **more)

    @mcp.operation()
    async def get_pet(ctx: Context[Any, Any], pet_id: int) -> CallToolResult:
        return json_result({"id": pet_id}, 10_000)

    @mcp.operation()
    async def delete_pet(ctx: Context[Any, Any], pet_id: int) -> CallToolResult:
        raise [ArgumentError("pet_id", "is odd"), ApiError(409, "Conflict."), ValueError("secret")][
            pet_id
        ]

    return mcp


async def call(mcp: ToolServer, name: str, arguments: dict[str, Any]) -> tuple[bool, str]:
    async with Client(mcp) as client:
        result = await client.call_tool(name, arguments)
    assert isinstance(result.content[0], TextContent)
    return bool(result.is_error), result.content[0].text


async def names(mcp: ToolServer) -> list[str]:
    async with Client(mcp) as client:
        return [tool.name for tool in (await client.list_tools()).tools]


async def test_tools_are_listed_as_the_file_has_them(tmp_path: Path) -> None:
    file = tmp_path / "tools.json"
    file.write_text(json.dumps({"tools": PETS}))
    async with Client(ToolServer("pets", version="1", tools=file)) as client:
        tools = (await client.list_tools()).tools
    shown = [tool.model_dump(by_alias=True, exclude_none=True) for tool in tools]
    assert shown == [{k: v for k, v in pet.items() if k != "_operation"} for pet in PETS]


async def test_a_handler_gets_the_arguments_unchanged() -> None:
    assert await call(server(), "get_pet", {"pet_id": 10**20}) == (
        False,
        '{"id":1' + "0" * 20 + "}",
    )


async def test_a_handler_may_have_another_name_than_its_tool() -> None:
    mcp = server()

    @mcp.operation("place_order")
    async def other(ctx: Context[Any, Any], pet_id: int) -> CallToolResult:
        return json_result("ordered", 10_000)

    assert await call(mcp, "place_order", {"pet_id": 1}) == (False, '"ordered"')


async def test_wrong_arguments_never_reach_the_handler() -> None:
    failed, text = await call(server(), "get_pet", {"pet_id": "7"})
    assert failed
    assert text == "Change the arguments. pet_id: must be integer (got string)."


async def test_expected_errors_are_results() -> None:
    assert await call(server(), "delete_pet", {"pet_id": 0}) == (True, "Argument pet_id: is odd.")
    assert (await call(server(), "delete_pet", {"pet_id": 1}))[1].startswith(
        "Conflict. (reference "
    )


async def test_unexpected_errors_say_nothing_of_themselves() -> None:
    failed, text = await call(server(), "delete_pet", {"pet_id": 2})
    assert failed and "secret" not in text and "reference" in text


async def test_an_unknown_tool_is_a_protocol_error() -> None:
    async with Client(server()) as client:
        with pytest.raises(MCPError) as caught:
            await client.call_tool("nothing", {})
    assert caught.value.error.code == -32602


async def test_tools_written_by_hand_work_beside() -> None:
    mcp = server()

    @mcp.tool()
    async def add(a: int, b: int) -> int:
        """Add."""
        if a > 100:
            raise ValueError("secret")
        return a + b

    assert (await names(mcp))[-1] == "add"
    assert await call(mcp, "add", {"a": 1, "b": 2}) == (False, "3")
    failed, text = await call(mcp, "add", {"a": 101, "b": 2})
    assert failed and "secret" not in text and "reference" in text


async def test_a_module_is_imported_at_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    mcp = server(modules={"store": "lazy_store_module"})

    class Finder:
        """Runs the module's code when it is imported."""

        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "lazy_store_module":

                @mcp.operation()
                async def place_order(ctx: Context[Any, Any], pet_id: int) -> CallToolResult:
                    return json_result("ordered", 10_000)

                sys.modules[name] = ModuleType(name)
                raise ImportWarning

    assert "lazy_store_module" not in sys.modules
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    failed, text = await call(mcp, "place_order", {"pet_id": 1})
    assert failed and "reference" in text
    assert await call(mcp, "place_order", {"pet_id": 1}) == (False, '"ordered"')
    monkeypatch.delitem(sys.modules, "lazy_store_module")


async def test_dynamic_mode_offers_three_tools_and_the_pinned() -> None:
    mcp = server(mode="dynamic", pinned=("get_pet", "gone"))
    assert await names(mcp) == [
        "search_operations",
        "describe_operation",
        "call_operation",
        "get_pet",
    ]
    async with Client(mcp) as client:
        with pytest.raises(MCPError):
            await client.call_tool("delete_pet", {"pet_id": 1})


async def test_the_environment_decides_how_tools_are_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_TOOLS", "dynamic")
    assert "get_pet" not in await names(server())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["get_pet", "delete_pet", "place_order"]),
        ("deletePet", ["delete_pet", "get_pet"]),
        ("POST /orders", ["place_order"]),
        ("store", ["place_order"]),
        ("zebra", []),
    ],
)
async def test_search_finds_by_words_and_names(query: str, found: list[str]) -> None:
    _, text = await call(server(mode="dynamic"), "search_operations", {"query": query})
    assert [operation["name"] for operation in json.loads(text)["operations"]] == found


async def test_search_keeps_to_the_limit() -> None:
    _, text = await call(server(mode="dynamic"), "search_operations", {"query": "", "limit": 1})
    assert json.loads(text) == {
        "operations": [
            {"name": "get_pet", "operation": "GET /pets/{petId}", "summary": "About get_pet."}
        ],
        "total": 3,
    }


@pytest.mark.parametrize("name", ["get_pet", "getPet", "GET /pets/{petId}"])
async def test_describe_gives_the_schema(name: str) -> None:
    _, text = await call(server(mode="dynamic"), "describe_operation", {"name": name})
    assert json.loads(text)["inputSchema"] == PETS[0]["inputSchema"]


async def test_call_is_as_strict_as_the_tool_itself() -> None:
    mcp = server(mode="dynamic")
    assert await call(mcp, "call_operation", {"name": "getPet", "arguments": {"pet_id": 1}}) == (
        False,
        '{"id":1}',
    )
    failed, text = await call(mcp, "call_operation", {"name": "getPet", "arguments": {"id": 1}})
    assert failed and "unknown argument id; known: pet_id" in text
    assert (await call(mcp, "call_operation", {"name": "getPet"}))[0]
    assert (await call(mcp, "call_operation", {"arguments": {}})) == (
        True,
        "Change the arguments. name: is required.",
    )


async def test_an_unknown_operation_gets_a_suggestion() -> None:
    mcp = server(mode="dynamic")
    assert (
        "Did you mean get_pet" in (await call(mcp, "describe_operation", {"name": "get_pets"}))[1]
    )
    assert "Use search_operations" in (await call(mcp, "describe_operation", {"name": "zzz"}))[1]


async def test_a_wrong_setting_found_at_the_start_is_remembered() -> None:
    @asynccontextmanager
    async def lifespan(mcp: MCPServer[Any]) -> AsyncIterator[str]:
        yield "state"
        raise SettingsError("PETS_BASE_URL is wrong")

    mcp = server(lifespan=lifespan)
    with pytest.raises(SettingsError):
        await names(mcp)
    assert str(mcp.startup_error) == "PETS_BASE_URL is wrong"


async def test_a_tool_with_an_output_schema_always_has_structured_content() -> None:
    listed = {**tool("get_text"), "outputSchema": {"type": "object", "properties": {"id": {}}}}
    mcp = ToolServer("pets", version="1.2.3", tools=[listed])

    @mcp.operation()
    async def get_text(ctx: Context[Any, Any], pet_id: int) -> CallToolResult:
        if pet_id == 0:
            return json_result({"id": [None]}, 10_000)
        return CallToolResult(content=[TextContent(type="text", text="x" * pet_id)])

    async with Client(mcp) as client:
        await client.list_tools()
        answers = [await client.call_tool("get_text", {"pet_id": n}) for n in (0, 1)]
    assert [answer.structured_content for answer in answers] == [
        {"id": [None]},
        {"answer_in_content": "text"},
    ]
