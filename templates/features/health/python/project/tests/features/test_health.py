"""Tests of /ready."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from mcp_package.features.health import Health, reach, status_of
from mcp_package.runtime.extensions import Dependency, Extension
from mcp_package.runtime.tools import ToolServer
from tests.upstream import Upstream


class Needs(Extension):
    """Depends on something that is gone."""

    def __init__(self, *found: Dependency) -> None:
        self.found = found
        self.asked = 0

    async def dependencies(self) -> Sequence[Dependency]:
        self.asked += 1
        return self.found


async def ready(health: Health, server: ToolServer) -> tuple[int, dict[str, Any]]:
    response = await health.answer(server)
    found: dict[str, Any] = json.loads(bytes(response.body))
    return response.status_code, found


@pytest.mark.parametrize(
    ("found", "code", "status"),
    [
        ((), 200, "healthy"),
        ((Dependency("redis"),), 200, "healthy"),
        ((Dependency("redis", "gone", vital=False),), 200, "degraded"),
        ((Dependency("redis", "gone"),), 503, "unhealthy"),
    ],
)
async def test_status_follows_what_is_missing(
    found: tuple[Dependency, ...], code: int, status: str
) -> None:
    health = Health()
    server = ToolServer("x", version="1", tools=[], extensions=[health, Needs(*found)])
    got, body = await ready(health, server)
    assert (got, body["status"]) == (code, status)
    assert body["checks"] == {one.name: one.problem or "healthy" for one in found}


async def test_a_stopping_server_wants_no_calls() -> None:
    health = Health()
    server = ToolServer("x", version="1", tools=[], extensions=[health])
    server.stopping = True
    assert (await ready(health, server))[0] == 503


async def test_answers_are_kept_for_a_moment() -> None:
    health, needs = Health(), Needs()
    server = ToolServer("x", version="1", tools=[], extensions=[health, needs])
    for _ in range(3):
        await ready(health, server)
    assert needs.asked == 1


async def test_an_api_is_reached_without_being_called(upstream: Upstream) -> None:
    assert await reach(upstream.url) == ""
    assert upstream.requests == []
    assert await reach("http://127.0.0.1:9") == "ConnectionRefusedError"


def test_a_missing_api_is_vital_only_where_that_is_said() -> None:
    assert status_of([Dependency("api", "gone", vital=False)]) == "degraded"
