"""Tests of your own tools. This file is yours, too."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from mcp import Client

from mcp_package import custom_tools
from mcp_package.runtime.extensions import Dependency, Extension
from mcp_package.runtime.tools import ToolServer

from .in_memory import call, connected


class Needs(Extension):
    """Depends on one thing."""

    problem = ""

    async def dependencies(self) -> Sequence[Dependency]:
        return [Dependency("database", self.problem)]


@pytest.fixture
def needs() -> Needs:
    return Needs()


@pytest.fixture
async def client(needs: Needs) -> AsyncIterator[Client]:
    server = ToolServer("x", version="1", tools=[], extensions=[needs])
    custom_tools.register(server)
    async with connected(server) as one:
        yield one


async def test_the_server_is_named(client: Client) -> None:
    found = await call(client, "server_info", {})
    assert found.structured_content is not None
    assert found.structured_content["name"] == "x"


async def test_dependencies_are_looked_at(client: Client, needs: Needs) -> None:
    needs.problem = "TimeoutError"
    found = await call(client, "dependency_status", {})
    assert found.structured_content == {"database": "TimeoutError"}


async def test_waiting_ends_when_all_is_well(
    client: Client, needs: Needs, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs.problem = "TimeoutError"
    pause = asyncio.sleep

    async def recovered(seconds: float) -> None:
        needs.problem = ""
        await pause(0)

    monkeypatch.setattr("mcp_package.custom_tools.asyncio.sleep", recovered)
    assert "healthy" in str((await call(client, "wait_until_healthy", {})).content)


async def test_waiting_ends_in_time(client: Client, needs: Needs) -> None:
    needs.problem = "TimeoutError"
    found = await call(client, "wait_until_healthy", {"seconds": 1})
    assert found.is_error
    assert "database" in str(found.content)


@pytest.mark.parametrize("seconds", [0, 61, "soon"])
async def test_arguments_are_checked(client: Client, seconds: object) -> None:
    assert (await call(client, "wait_until_healthy", {"seconds": seconds})).is_error
