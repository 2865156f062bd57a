"""Redis, for what all replicas of the server share."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.exceptions import RedisError

from ..runtime.errors import SettingsError
from ..runtime.extensions import Dependency
from ..runtime.redaction import register_secret

URL = "MCP_REDIS_URL"
PREFIX = "mcp-package:"
"""Keys of this server begin with it, so that several servers can share one Redis."""
SECONDS = 2.0


@asynccontextmanager
async def connected() -> AsyncIterator[Redis | None]:
    """A client for as long as it is needed; None where no Redis is configured.

    Raises:
        SettingsError: The address cannot be used.
    """
    address = os.environ.get(URL, "").strip()
    if not address:
        yield None
        return
    parts = urlsplit(address)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise SettingsError(f"{URL} must be an address like redis://127.0.0.1:6379/0")
    register_secret(parts.password or "")
    async with Redis.from_url(
        address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    ) as client:
        yield client


async def look(client: Redis | None, *, vital: bool = False) -> list[Dependency]:
    """What readiness says about Redis."""
    if client is None:
        return []
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        return [Dependency("redis", type(error).__name__, vital)]
    return [Dependency("redis", "", vital)]
