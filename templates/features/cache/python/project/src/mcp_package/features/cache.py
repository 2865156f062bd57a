"""Answers that are asked for again."""

import asyncio
import hashlib
import logging
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from multidict import CIMultiDict
from redis.asyncio import Redis
from redis.exceptions import RedisError

from ..runtime.calls import Call
from ..runtime.delivery import Delivered
from ..runtime.errors import SettingsError
from ..runtime.extensions import Dependency, Extension, ProceedRequest
from ..runtime.logs import log
from ..runtime.settings import number, read_text
from ..runtime.tools import ToolServer
from .cache_stores import Entry, MemoryStore, RedisStore, Store
from .shared_redis import connected, look

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT_HEADERS = ("Content-Type", "Link", "ETag", "Last-Modified")
_TRACE_HEADERS = frozenset({"traceparent", "tracestate", "baggage"})
"""They are new in each request, and the answer does not depend on them."""
MOST_BYTES = 2_000_000
"""Longer answers are not kept."""
MOST_WAITING = 100
"""When so many answers wait for the store, callers wait, too."""
STALE_SECONDS = 3600
"""How long an answer with an ETag is kept after its time, to be asked for with If-None-Match."""


class Cache(Extension):
    """Keeps answers to GET requests; any other request makes all earlier answers void."""

    def __init__(self) -> None:
        self._redis: Redis | None = None
        self._keeping: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Read the settings, hold the connections to Redis."""
        self._seconds = number("MCP_CACHE_SECONDS", 60)
        self._own = read_times(read_text("MCP_CACHE_OPERATIONS"))
        memory = MemoryStore(int(number("MCP_CACHE_MB", 64) * 1_000_000))
        async with connected() as self._redis:
            self._store: Store = memory if self._redis is None else RedisStore(self._redis)
            try:
                yield
            finally:
                await asyncio.gather(*self._keeping.values())

    async def around_request(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Answer from the cache, or send the request and keep its answer."""
        if call.method not in _READING:
            return await self._change(call, proceed)
        seconds = self._own.get(call.operation, self._seconds)
        if call.method != "GET" or not seconds:
            return await proceed()
        key = key_of(call)
        generation, entry = await self._find(key)
        now = time.time()
        if entry is not None and now < entry.until:
            return 200, CIMultiDict(entry.headers), entry.body
        etag = entry.headers.get("ETag") if entry is not None else None
        if etag:
            call.headers["If-None-Match"] = etag
        status, headers, body = await proceed()
        if status == 304 and entry is not None:
            body, kept = entry.body, CIMultiDict(entry.headers)
            kept.update(CIMultiDict({k: v for k, v in headers.items() if k in _KEPT_HEADERS}))
            status, answer = 200, kept
        else:
            answer = CIMultiDict(headers)
        allowed = lifetime(headers, seconds)
        if (
            status == 200
            and allowed is not None
            and len(body) <= MOST_BYTES
            and generation is not None
        ):
            kept_headers = {k: answer[k] for k in _KEPT_HEADERS if k in answer}
            stale = STALE_SECONDS if "ETag" in kept_headers else 0
            await self._keep_soon(
                key, Entry(generation, now + allowed, kept_headers, body), allowed + stale
            )
        return status, answer, body

    async def _change(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Nothing that was asked for before the change, or while it is made, counts after it."""
        await self._void(call)
        try:
            return await proceed()
        finally:
            # Even where the client has gone: the API may have done its part.
            await asyncio.shield(self._void(call))

    async def _find(self, key: str) -> tuple[int | None, Entry | None]:
        if key in self._keeping:
            await asyncio.wait([self._keeping[key]])
        try:
            return await self._store.find(key)
        except (RedisError, OSError) as error:
            log(logging.WARNING, "cache cannot be read", exception=type(error).__name__)
            return None, None

    async def _keep_soon(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer while its caller has it already; who asks for it again waits for that."""
        if key in self._keeping:  # the same request, answered a moment ago
            return
        task = asyncio.create_task(self._keep(key, entry, seconds))
        self._keeping[key] = task
        task.add_done_callback(lambda _: self._keeping.pop(key))
        if len(self._keeping) > MOST_WAITING:
            await asyncio.wait([task])

    async def _keep(self, key: str, entry: Entry, seconds: float) -> None:
        try:
            await self._store.keep(key, entry, seconds)
        except (RedisError, OSError) as error:
            log(logging.WARNING, "cache cannot be written", exception=type(error).__name__)

    async def _void(self, call: Call) -> None:
        try:
            await self._store.void()
        except (RedisError, OSError) as error:
            kind = type(error).__name__
            log(logging.ERROR, "cache may be out of date", operation=call.operation, exception=kind)

    async def dependencies(self) -> Sequence[Dependency]:
        """Calls are served without Redis."""
        return await look(self._redis)


def key_of(call: Call) -> str:
    """The same for two requests that get the same answer: address, headers, credentials."""
    headers = sorted(
        (name.lower(), value)
        for name, value in call.headers.items()
        if name.lower() not in _TRACE_HEADERS
    )
    text = repr((call.method, str(call.url), headers))
    return hashlib.sha256(text.encode()).hexdigest()


def lifetime(headers: Mapping[str, str], seconds: float) -> float | None:
    """How long an answer may be kept; None for not at all. `Cache-Control` of RFC 9111 section 5.2.2."""
    control = {part.strip().lower() for part in headers.get("Cache-Control", "").split(",")}
    if control & {"no-store", "private"} or headers.get("Vary", "").strip() == "*":
        return None
    if "no-cache" in control:
        return 0 if headers.get("ETag") else None
    ages = [
        int(part.partition("=")[2]) for part in control if re.fullmatch(r"max-age=\d{1,9}", part)
    ]
    age = ages[0] if ages else seconds
    return age if age > 0 or headers.get("ETag") else None


def read_times(text: str) -> dict[str, float]:
    """Read `GET /books=300,GET /cart=0`.

    Raises:
        SettingsError: It is something else.
    """
    times: dict[str, float] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        operation, _, seconds = part.rpartition("=")
        if not operation.startswith("GET /") or not re.fullmatch(r"\d{1,9}(\.\d+)?", seconds):
            raise SettingsError("MCP_CACHE_OPERATIONS must be like GET /books=300,GET /cart=0")
        times[operation.strip()] = float(seconds)
    return times
