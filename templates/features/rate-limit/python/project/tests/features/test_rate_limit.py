"""Tests of the limit that replicas share."""

import asyncio
from collections import Counter

import pytest
from redis.asyncio import Redis

from mcp_package.features.rate_limit import RateLimit, SharedLimiter
from mcp_package.runtime.settings import read_settings
from mcp_package.runtime.tools import ToolServer

from .redis_server import fresh_redis


async def test_replicas_let_through_as_much_as_one() -> None:
    async with fresh_redis() as redis:
        replicas = [SharedLimiter(redis, rate=0.01, burst=20) for _ in range(3)]
        waits = await asyncio.gather(*(one.take("a") for one in replicas for _ in range(20)))
    assert Counter(wait > 0 for wait in waits) == {False: 20, True: 40}


async def test_the_wait_is_until_the_next_token_and_clients_are_apart() -> None:
    async with fresh_redis() as redis:
        limiter = SharedLimiter(redis, rate=0.5, burst=1)
        assert await limiter.take("a") == 0
        assert 1.5 < await limiter.take("a") <= 2
        assert 1.5 < await limiter.wait("a") <= 2
        assert await limiter.wait("b") == 0


async def test_tokens_come_back_with_time() -> None:
    async with fresh_redis() as redis:
        limiter = SharedLimiter(redis, rate=20, burst=1)
        assert await limiter.take("a") == 0
        assert await limiter.take("a") > 0
        await asyncio.sleep(0.1)
        assert await limiter.take("a") == 0


async def test_looking_takes_nothing_and_no_limit_is_no_limit() -> None:
    async with fresh_redis() as redis:
        limiter = SharedLimiter(redis, rate=0.01, burst=1)
        assert [await limiter.wait("a") for _ in range(3)] == [0, 0, 0]
        assert await SharedLimiter(redis, rate=0, burst=0).take("a") == 0


async def test_without_redis_each_process_counts_alone() -> None:
    gone = Redis.from_url("redis://127.0.0.1:9", socket_connect_timeout=1)
    limiter = SharedLimiter(gone, rate=0.01, burst=2)
    waits = [await limiter.take("a") for _ in range(3)]
    assert [wait > 0 for wait in waits] == [False, False, True]
    assert await limiter.wait("a") > 0


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:9"])
async def test_the_feature_counts_with_and_without_redis(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_REDIS_URL", address)
    monkeypatch.setenv("MCP_RATE_LIMIT", "0.01/1")
    feature = RateLimit()
    limiter = feature.limiter(read_settings())
    async with feature.running(ToolServer("x", version="1", tools=[])):
        assert await limiter.wait("a") == 0
        assert await limiter.take("a") == 0
        assert await limiter.take("a") > 0
        assert [one.problem for one in await feature.dependencies()] == (
            ["ConnectionError"] if address else []
        )
