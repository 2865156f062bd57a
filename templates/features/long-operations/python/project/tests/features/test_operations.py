"""Tests of operations, in memory and in Redis, alone and with replicas."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from mcp_types import CallToolResult, ToolAnnotations
from redis.asyncio import Redis

from mcp_package.features import operations
from mcp_package.features.operation_stores import (
    LEASE_SECONDS,
    MemoryStore,
    Record,
    RedisStore,
    Store,
)
from mcp_package.features.operations import Operations, owner_of
from mcp_package.runtime.errors import CallError
from mcp_package.runtime.tools import ToolServer
from tests.in_memory import call, connected

from .redis_server import fresh_redis

READS = ToolAnnotations(read_only_hint=True)


@dataclass
class Replica:
    """A server with operations of its own worker."""

    server: ToolServer
    feature: Operations
    calls: list[int]

    async def status(self, name: str) -> dict[str, Any]:
        result = await self.server.call_directly("operation_status", {"operation_id": name})
        assert isinstance(result, CallToolResult)
        found: dict[str, Any] | None = result.structured_content
        assert found is not None, result
        return found

    async def start(self, tool: str, **arguments: Any) -> str:
        result = await self.server.call_directly(
            "start_operation", {"tool": tool, "arguments": arguments}
        )
        assert isinstance(result, CallToolResult)
        assert result.structured_content is not None, result
        return str(result.structured_content["operation_id"])

    async def until(self, name: str, state: str) -> dict[str, Any]:
        for _ in range(200):
            found = await self.status(name)
            if found["status"] == state:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(found)


@pytest.fixture(autouse=True)
def _short_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "END_SECONDS", 1.5)


@asynccontextmanager
async def replica(redis: Redis | None = None) -> AsyncIterator[Replica]:
    feature = Operations()
    server = ToolServer("x", version="1", tools=[], extensions=[feature])
    calls: list[int] = []

    @server.tool(annotations=READS)
    async def count(to: int, seconds: float = 0) -> int:
        calls.append(to)
        await asyncio.sleep(seconds)
        if to < 0:
            raise ValueError("no")
        return to

    @server.tool()
    async def order(seconds: float = 0) -> str:
        calls.append(0)
        await asyncio.sleep(seconds)
        return "ordered"

    async with feature.running(server):
        if redis is not None:
            feature._store = RedisStore(redis)
        yield Replica(server, feature, calls)


@pytest.fixture(params=["memory", "redis"])
async def one(request: pytest.FixtureRequest) -> AsyncIterator[Replica]:
    async with AsyncExitStack() as held:
        redis = None
        if request.param == "redis":
            redis = await held.enter_async_context(fresh_redis())
        yield await held.enter_async_context(replica(redis))


async def test_an_operation_runs_and_has_a_result(one: Replica) -> None:
    name = await one.start("count", to=3, seconds=0.05)
    assert (await one.status(name))["status"] == "running"
    found = await one.until(name, "completed")
    assert found["result"]["structuredContent"] == {"result": 3}


async def test_a_failure_is_an_end(one: Replica) -> None:
    found = await one.until(await one.start("count", to=-1), "failed")
    assert found["result"]["isError"]


async def test_an_operation_is_cancelled(one: Replica) -> None:
    name = await one.start("count", to=1, seconds=30)
    await asyncio.sleep(0.02)
    await one.server.call_directly("operation_cancel", {"operation_id": name})
    assert (await one.until(name, "cancelled"))["status"] == "cancelled"


async def test_clients_call_the_three_tools() -> None:
    server = ToolServer("x", version="1", tools=[], extensions=[Operations()])
    async with connected(server) as client:
        assert len((await client.list_tools()).tools) == 3
        for name in ("nothing", "start_operation"):
            refused = await call(client, "start_operation", {"tool": name, "arguments": {}})
            assert refused.is_error
        assert (await call(client, "operation_status", {"operation_id": "x"})).is_error


async def test_only_so_many_run_at_once(one: Replica) -> None:
    one.feature._most = 1
    await one.start("count", to=1, seconds=5)
    assert (await one.feature.start("count", {"to": 2})).is_error


async def test_callers_see_their_own_only(one: Replica) -> None:
    result = await one.feature.start("count", {"to": 1}, {"sub": "a", "iss": "i"})
    assert result.structured_content is not None
    name = str(result.structured_content["operation_id"])
    await one.feature._mine(name, {"sub": "a", "iss": "i", "exp": 7})
    for other in (None, {"sub": "b", "iss": "i"}):
        with pytest.raises(CallError):
            await one.feature._mine(name, other)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of Redis, which a test moves on."""
    time = [1000.0]

    async def now(store: RedisStore) -> float:
        return time[0]

    monkeypatch.setattr(RedisStore, "_now", now)
    return time


async def test_any_replica_answers_for_any_operation() -> None:
    async with fresh_redis() as redis, replica(redis) as first, replica(redis) as second:
        name = await first.start("count", to=5)
        assert (await second.until(name, "completed"))["result"]["structuredContent"] == {
            "result": 5
        }
        slow = await first.start("count", to=6, seconds=30)
        await second.server.call_directly("operation_cancel", {"operation_id": slow})
        await first.feature.keep_once()
        assert (await second.until(slow, "cancelled"))["tool"] == "count"


async def test_what_a_dead_replica_ran_has_an_end(clock: list[float]) -> None:
    async with fresh_redis() as redis, replica(redis) as second:
        async with replica(redis) as first:
            again = await first.start("count", to=5, seconds=0.3)
            once = await first.start("order", seconds=30)
            gone = await first.start("order", seconds=30)
            await asyncio.sleep(0.05)
            for task in first.feature._running.values():
                task.cancel()  # as a kill: nothing is written
            await RedisStore(redis).cancel(gone)
        clock[0] += LEASE_SECONDS + 1
        await second.feature.keep_once()
        assert (await second.until(again, "completed"))["result"]["structuredContent"] == {
            "result": 5
        }
        lost = await second.until(once, "failed")
        assert "not known" in lost["result"]["content"][0]["text"]
        await second.until(gone, "cancelled")
        assert second.calls == [5], "what may have had an effect is not called again"


async def test_a_replica_that_stops_leaves_to_others_what_can_be_repeated() -> None:
    async with fresh_redis() as redis, replica(redis) as second:
        async with replica(redis) as first:
            again = await first.start("count", to=5, seconds=0.2)
            once = await first.start("order", seconds=0.1)
            late = await first.start("order", seconds=30)
            await asyncio.sleep(0.02)
        await second.until(once, "completed")
        await second.feature.keep_once()
        await second.until(again, "completed")
        assert "not known" in str((await second.until(late, "failed"))["result"])
        assert second.calls == [5]


async def test_arguments_that_look_like_a_state_stay_as_they_are() -> None:
    async with fresh_redis() as redis, replica(redis) as one:
        given = {"state": "running", "worker": "w", "to": 1}
        record = Record("a", "count", given, owner_of(None), None, True, worker="w")
        store = RedisStore(redis)
        await store.add(record)
        assert await store.cancel("a") == replace(record, state="cancelling")
        await redis.delete("mcp-package:operation-leases")
        assert await store.claim("v") == []
        assert one.calls == []


async def test_a_living_replica_keeps_what_it_runs(clock: list[float]) -> None:
    async with fresh_redis() as redis, replica(redis) as first, replica(redis) as second:
        name = await first.start("count", to=5, seconds=0.4)
        for _ in range(4):
            clock[0] += LEASE_SECONDS * 0.6
            await first.feature.keep_once()
            await second.feature.keep_once()
        await first.until(name, "completed")
        assert second.calls == []


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_an_end_is_written_once_and_forgotten_in_time(kind: str) -> None:
    async with fresh_redis() as redis:
        store: Store = MemoryStore() if kind == "memory" else RedisStore(redis)
        record = Record("a", "count", {}, owner_of(None), None, True, worker="w")
        await store.add(record)
        assert await store.end(replace(record, state="completed"), 1)
        assert not await store.end(replace(record, state="failed"), 60)
        found = await store.cancel("a")
        assert found is not None
        assert found.state == "completed"
        await asyncio.sleep(1.2)
        assert await store.find("a") is None
