"""Tests of what all features say about Redis."""

import pytest
from redis.asyncio import Redis

from mcp_package.features.shared_redis import connected, look
from mcp_package.runtime.errors import SettingsError

from .redis_server import fresh_redis


async def test_no_address_is_no_redis() -> None:
    async with connected() as client:
        assert client is None
        assert await look(client) == []


async def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_REDIS_URL", "http://127.0.0.1")
    with pytest.raises(SettingsError, match="redis://"):
        async with connected():
            pass


async def test_readiness_tells_a_living_one_from_a_dead_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with fresh_redis() as client:
        assert [one.problem for one in await look(client)] == [""]
    monkeypatch.setenv("MCP_REDIS_URL", "redis://127.0.0.1:9")
    async with connected() as dead:
        assert isinstance(dead, Redis)
        assert [one.problem for one in await look(dead, vital=True)] == ["ConnectionError"]
