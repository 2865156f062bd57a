"""A Redis for tests: the one that TEST_REDIS_URL names, else one that is played in memory."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fakeredis import FakeAsyncRedis
from redis.asyncio import Redis


@asynccontextmanager
async def fresh_redis() -> AsyncIterator[Redis]:
    """An empty one. Database 15 of a real server is emptied."""
    address = os.environ.get("TEST_REDIS_URL")
    client = Redis.from_url(address, db=15) if address else FakeAsyncRedis()
    async with client:
        await client.flushdb()
        yield client
