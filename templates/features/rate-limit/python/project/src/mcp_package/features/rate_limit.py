"""One limit per client, however many replicas there are."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from ..runtime.extensions import Dependency, Extension
from ..runtime.guards import Limiter, LocalLimiter
from ..runtime.logs import log
from ..runtime.settings import Settings
from ..runtime.tools import ToolServer
from .shared_redis import PREFIX, connected, look

# A token bucket: KEYS[1] its key; ARGV rate, burst, tokens to take (0 only looks). Redis' own clock,
# so that replicas with other clocks agree. Gives the milliseconds until there is a token.
_BUCKET = """
local rate, burst, take = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(state[1]) or burst
tokens = math.min(burst, tokens + math.max(0, now - (tonumber(state[2]) or now)) * rate)
if tokens < 1 then return math.ceil((1 - tokens) / rate * 1000) end
if take > 0 then
  redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - take), 'at', tostring(now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
end
return 0
"""


class SharedLimiter:
    """Counts in Redis; in this process while Redis is away."""

    def __init__(self, redis: Redis, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._script = redis.register_script(_BUCKET)
        self._local = LocalLimiter(rate, burst)

    async def wait(self, client: str) -> float:
        """Seconds until the client may send a request; 0 for now."""
        return await self._ask(client, 0)

    async def take(self, client: str) -> float:
        """Count a request if it may be sent now; otherwise the seconds until it may."""
        return await self._ask(client, 1)

    async def _ask(self, client: str, tokens: int) -> float:
        if not self._rate:
            return 0.0
        try:
            arguments = [self._rate, self._burst, tokens]
            return float(await self._script(keys=[f"{PREFIX}rate:{client}"], args=arguments)) / 1000
        except (RedisError, OSError) as error:
            log(logging.WARNING, "rate limit without redis", exception=type(error).__name__)
        local = self._local
        return await (local.take(client) if tokens else local.wait(client))


class RateLimit(Extension):
    """Has the guard count in Redis where one is configured."""

    def __init__(self) -> None:
        self._redis: Redis | None = None
        self._late: _Late | None = None

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Hold the connections to Redis."""
        async with connected() as self._redis:
            if self._redis is not None and self._late is not None:
                self._late.use(self._redis)
            yield

    def limiter(self, settings: Settings) -> Limiter:
        """A limiter that begins to share its counts when the server starts."""
        self._late = _Late(settings.rate, settings.burst)
        return self._late

    async def dependencies(self) -> Sequence[Dependency]:
        """Calls are served without Redis."""
        return await look(self._redis)


class _Late:
    """The app is made before the server starts, Redis is there from the start on."""

    def __init__(self, rate: float, burst: float) -> None:
        self._limits = (rate, burst)
        self._inner: Limiter = LocalLimiter(rate, burst)

    def use(self, redis: Redis) -> None:
        self._inner = SharedLimiter(redis, *self._limits)

    async def wait(self, client: str) -> float:
        return await self._inner.wait(client)

    async def take(self, client: str) -> float:
        return await self._inner.take(client)
