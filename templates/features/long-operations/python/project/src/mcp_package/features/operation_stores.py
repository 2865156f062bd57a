"""Where operations are kept: in the memory of this process, or in Redis for all of them."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Protocol

from redis.asyncio import Redis

from .shared_redis import PREFIX

State = Literal["running", "cancelling", "completed", "failed", "cancelled"]
LEASE_SECONDS = 10.0
"""A process that has not said for so long that it runs an operation, runs it no more."""


@dataclass(frozen=True, slots=True)
class Record:
    """One operation.

    Attributes:
        id: Its name; not to be guessed.
        tool: The tool that is called.
        arguments: What it is called with.
        owner: Who started it: a hash of the caller's token claims.
        claims: What the caller's token said; its scopes count for the call.
        repeatable: Whether the call may be made again.
        state: How far it is.
        worker: The process that runs it.
        result: The result of the tool, as MCP has it.
    """

    id: str
    tool: str
    arguments: dict[str, Any]
    owner: str
    claims: dict[str, Any] | None
    repeatable: bool
    state: State = "running"
    worker: str = ""
    result: dict[str, Any] | None = None
    started: float = field(default_factory=time.time)

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ("completed", "failed", "cancelled")


class Store(Protocol):
    """Keeps operations."""

    async def add(self, record: Record) -> None:
        """Keep a new one, leased to its worker."""

    async def find(self, name: str) -> Record | None:
        """One by its id."""

    async def end(self, record: Record, seconds: float) -> bool:
        """Write the end of one; False when it has ended before or has another worker now."""

    async def cancel(self, name: str) -> Record | None:
        """Ask for the end of one; gives it as it is then."""

    async def renew(self, worker: str, names: list[str]) -> list[str]:
        """Say that a worker runs these; gives those that shall be cancelled or were taken away."""

    async def claim(self, worker: str) -> list[Record]:
        """Take over what others run no more."""

    async def release(self, name: str) -> None:
        """Leave one to whoever claims it next."""


class MemoryStore:
    """Keeps operations in this process, which is the only one to run them."""

    def __init__(self) -> None:
        self._records: dict[str, tuple[float, Record]] = {}

    async def add(self, record: Record) -> None:
        """Keep a new one."""
        now = time.monotonic()
        self._records = {k: v for k, v in self._records.items() if v[0] > now}
        self._records[record.id] = (float("inf"), record)

    async def find(self, name: str) -> Record | None:
        """One by its id."""
        gone, record = self._records.get(name, (0.0, None))
        return record if gone > time.monotonic() else None

    async def end(self, record: Record, seconds: float) -> bool:
        """Write the end of one."""
        found = await self.find(record.id)
        if found is None or found.ended:
            return False
        self._records[record.id] = (time.monotonic() + seconds, record)
        return True

    async def cancel(self, name: str) -> Record | None:
        """Ask for the end of one."""
        record = await self.find(name)
        if record is not None and record.state == "running":
            record = replace(record, state="cancelling")
            self._records[name] = (float("inf"), record)
        return record

    async def renew(self, worker: str, names: list[str]) -> list[str]:
        """Those that shall be cancelled."""
        found = [(name, await self.find(name)) for name in names]
        return [name for name, record in found if record and record.state == "cancelling"]

    async def claim(self, worker: str) -> list[Record]:
        """Nobody else runs anything."""
        return []

    async def release(self, name: str) -> None:
        """Nobody else could run it."""


# Each step is one script, so that two replicas never both believe to run an operation.
# KEYS: record, leases. A record is a hash; what changes stands beside what it was started with.
_FIELDS = ("started", "state", "worker", "result")
_END = """
local old = redis.call('HMGET', KEYS[1], 'state', 'worker')
if old[2] ~= ARGV[1] or (old[1] ~= 'running' and old[1] ~= 'cancelling') then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'result', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[5])
return 1
"""
_CANCEL = """
if redis.call('HGET', KEYS[1], 'state') == 'running' then
  redis.call('HSET', KEYS[1], 'state', 'cancelling')
end
"""
_CLAIM = """
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, 1)
if #due == 0 then return false end
local key = KEYS[1] .. due[1]
if redis.call('EXISTS', key) == 0 then
  redis.call('ZREM', KEYS[2], due[1])
else
  redis.call('HSET', key, 'worker', ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], due[1])
end
return due[1]
"""


class RedisStore:
    """Keeps operations in Redis. The clock is Redis' own, for replicas may differ."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._key = f"{PREFIX}operation:"
        self._leases = f"{PREFIX}operation-leases"
        self._end = redis.register_script(_END)
        self._cancel = redis.register_script(_CANCEL)
        self._claim = redis.register_script(_CLAIM)

    async def _now(self) -> float:
        seconds, micros = await self._redis.time()
        return float(seconds) + float(micros) / 1e6

    async def add(self, record: Record) -> None:
        """Keep a new one, leased to its worker."""
        until = await self._now() + LEASE_SECONDS
        started = [
            "started",
            json.dumps(asdict(record)),
            "state",
            "running",
            "worker",
            record.worker,
        ]
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(self._key + record.id, items=started)
            pipe.zadd(self._leases, {record.id: until})
            await pipe.execute()

    async def find(self, name: str) -> Record | None:
        """One by its id."""
        return _read(await self._redis.hmget(self._key + name, *_FIELDS))

    async def end(self, record: Record, seconds: float) -> bool:
        """Write the end of one; False when it has ended before or has another worker now."""
        kept = max(1, int(seconds * 1000))
        arguments: list[str | int] = [record.worker, record.state, json.dumps(record.result), kept]
        keys = [self._key + record.id, self._leases]
        return bool(await self._end(keys=keys, args=[*arguments, record.id]))

    async def cancel(self, name: str) -> Record | None:
        """Ask for the end of one."""
        await self._cancel(keys=[self._key + name])
        return await self.find(name)

    async def renew(self, worker: str, names: list[str]) -> list[str]:
        """Renew the leases; gives what shall be cancelled or has another worker now."""
        lost: list[str] = []
        until = await self._now() + LEASE_SECONDS
        for name in names:
            record = await self.find(name)
            if record is None or record.worker != worker or record.state == "cancelling":
                lost.append(name)
            else:
                await self._redis.zadd(self._leases, {name: until}, xx=True)
        return lost

    async def claim(self, worker: str) -> list[Record]:
        """Take over what others run no more."""
        found: list[Record] = []
        while True:
            now = await self._now()
            arguments: list[str | float] = [now, now + LEASE_SECONDS, worker]
            name = await self._claim(keys=[self._key, self._leases], args=arguments)
            if name is None:
                return found
            record = await self.find(name.decode() if isinstance(name, bytes) else name)
            if record is not None:
                found.append(record)

    async def release(self, name: str) -> None:
        """Leave one to whoever claims it next."""
        await self._redis.zadd(self._leases, {name: 0}, xx=True)


def _read(fields: Sequence[bytes | str | None]) -> Record | None:
    texts = [one.decode() if isinstance(one, bytes) else one for one in fields]
    started, state, worker, result = texts
    if not started:
        return None
    changed = {"state": state, "worker": worker, "result": json.loads(result or "null")}
    return Record(**(json.loads(started) | changed))
