"""Where answers are kept: in the memory of this process, or in Redis for all of them."""

import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio import Redis

from .shared_redis import PREFIX


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer.

    Attributes:
        generation: It counts until the next change; changes are numbered.
        until: When its time is over, in seconds since 1970.
        headers: Those that matter.
        body: Its bytes.
    """

    generation: int
    until: float
    headers: Mapping[str, str]
    body: bytes


class Store(Protocol):
    """Keeps answers by key."""

    async def find(self, key: str) -> tuple[int, Entry | None]:
        """The number of the last change, and the answer if it was asked for after that."""

    async def keep(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer for some time."""

    async def void(self) -> None:
        """Say that something has changed."""


class MemoryStore:
    """Keeps answers in this process; the ones not asked for longest go first.

    Args:
        room: Bytes for all bodies together.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._generation = 0
        self._entries: OrderedDict[str, tuple[float, Entry]] = OrderedDict()

    async def find(self, key: str) -> tuple[int, Entry | None]:
        """The number of the last change, and the answer if it was asked for after that."""
        gone, entry = self._entries.get(key, (0.0, None))
        if entry is None:
            return self._generation, None
        if gone <= time.monotonic() or entry.generation != self._generation:
            self._drop(key)
            return self._generation, None
        self._entries.move_to_end(key)
        return self._generation, entry

    async def keep(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer for some time."""
        self._drop(key)
        self._entries[key] = (time.monotonic() + seconds, entry)
        self._used += len(entry.body)
        while self._used > self._room:
            self._drop(next(iter(self._entries)))

    async def void(self) -> None:
        """Say that something has changed."""
        self._generation += 1
        self._entries.clear()
        self._used = 0

    def _drop(self, key: str) -> None:
        _, entry = self._entries.pop(key, (0.0, None))
        self._used -= len(entry.body) if entry is not None else 0


class RedisStore:
    """Keeps answers in Redis. The number of the last change is read with each answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def find(self, key: str) -> tuple[int, Entry | None]:
        """The number of the last change, and the answer if it was asked for after that."""
        number, raw = await self._redis.mget(f"{PREFIX}generation", f"{PREFIX}answer:{key}")
        generation = int(number or 0)
        if raw is None:
            return generation, None
        head, _, body = (raw.encode() if isinstance(raw, str) else raw).partition(b"\n")
        said = json.loads(head)
        entry = Entry(said["generation"], said["until"], said["headers"], body)
        return generation, entry if entry.generation == generation else None

    async def keep(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer for some time."""
        head = {
            "generation": entry.generation,
            "until": entry.until,
            "headers": dict(entry.headers),
        }
        value = json.dumps(head).encode() + b"\n" + entry.body
        await self._redis.set(f"{PREFIX}answer:{key}", value, px=max(1, int(seconds * 1000)))

    async def void(self) -> None:
        """Say that something has changed."""
        await self._redis.incr(f"{PREFIX}generation")
