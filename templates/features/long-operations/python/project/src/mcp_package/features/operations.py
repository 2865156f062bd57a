"""Calls that take longer than a client waits: start, look, cancel."""

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, ToolAnnotations
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.requests import Request

from ..runtime.errors import CallError
from ..runtime.extensions import Dependency, Extension, claims_of
from ..runtime.guards import CLAIMS
from ..runtime.logs import describe, log
from ..runtime.results import error_result, json_result
from ..runtime.settings import number
from ..runtime.tools import ToolServer
from .operation_stores import LEASE_SECONDS, MemoryStore, Record, RedisStore, State, Store
from .shared_redis import connected, look

OWN_TOOLS = ("start_operation", "operation_status", "operation_cancel")
MOST_BYTES = 1_000_000
END_SECONDS = 8.0
"""How long the end of the server waits for operations that nobody may repeat."""


class Operations(Extension):
    """Runs tools in the background, and takes over what a dead replica ran."""

    def __init__(self) -> None:
        self._redis: Redis | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._repeatable: set[str] = set()

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Keep leases while the server runs; at the end, leave what runs to others or to its end."""
        self._server = server
        self._worker = secrets.token_hex(8)
        self._kept = number("MCP_OPERATION_SECONDS", 3600)
        self._most = int(number("MCP_OPERATIONS", 20))
        async with connected() as self._redis:
            self._store: Store = MemoryStore() if self._redis is None else RedisStore(self._redis)
            keeper = asyncio.create_task(self._keep())
            try:
                yield
            finally:
                await self._leave()
                keeper.cancel()
                await asyncio.gather(keeper, return_exceptions=True)

    def register(self, server: ToolServer) -> None:
        """Add the three tools."""
        reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        starts = ToolAnnotations(read_only_hint=True, open_world_hint=True)

        # Starting is open to all who may call the tool itself: that call is checked, as every call is.
        @server.tool(annotations=starts)
        async def start_operation(
            ctx: Context[Any, Any], tool: str, arguments: dict[str, Any]
        ) -> CallToolResult:
            """Start a tool in the background. Next: operation_status with the id of the answer."""
            return await self.start(tool, arguments, claims_of(ctx))

        @server.tool(annotations=reads)
        async def operation_status(ctx: Context[Any, Any], operation_id: str) -> CallToolResult:
            """Tell how far an operation is, and its result at the end."""
            return shown(await self._mine(operation_id, claims_of(ctx)))

        @server.tool(annotations=reads)
        async def operation_cancel(ctx: Context[Any, Any], operation_id: str) -> CallToolResult:
            """Stop an operation. What it has done already stays done."""
            await self._mine(operation_id, claims_of(ctx))
            await self._store.cancel(operation_id)
            await self._stop(operation_id)
            return shown(await self._store.find(operation_id))

    async def start(
        self, tool: str, arguments: dict[str, Any], claims: Any = None
    ) -> CallToolResult:
        """Accept an operation: from here on it has an end, whatever happens to this process."""
        hints = {one.name: one.annotations for one in await self._server.list_tools()}
        operation = self._server.catalog.find(tool)
        if tool in OWN_TOOLS or (tool not in hints and operation is None):
            return error_result(f"Argument tool: there is no tool {tool[:100]!r} to start.")
        if len(self._running) >= self._most:
            return error_result(f"{self._most} operations are running already. Try again later.")
        hint = hints.get(tool) or ToolAnnotations()
        if operation is not None and tool not in hints:
            hint = ToolAnnotations.model_validate(operation.raw.get("annotations", {}))
        record = Record(
            id=secrets.token_urlsafe(16),
            tool=tool,
            arguments=arguments,
            owner=owner_of(claims),
            claims=None if claims is None else dict(claims),
            repeatable=bool(hint.read_only_hint or hint.idempotent_hint),
            worker=self._worker,
        )
        await self._store.add(record)
        self._run(record)
        return shown(record)

    async def _leave(self) -> None:
        """What can be repeated is for other replicas at once; what cannot has a moment to end."""
        left = dict(self._running)
        effects = [task for name, task in left.items() if name not in self._repeatable]
        for name in self._repeatable & set(left):
            left[name].cancel()
        if effects:
            await asyncio.wait(effects, timeout=END_SECONDS)
        for task in effects:
            task.cancel()
        await asyncio.gather(*left.values(), return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            for name in left:
                await self._store.release(name)

    def _run(self, record: Record) -> None:
        task = asyncio.create_task(self._finish(record))
        self._running[record.id] = task
        if record.repeatable:
            self._repeatable.add(record.id)
        task.add_done_callback(lambda _: self._forget(record.id))

    def _forget(self, name: str) -> None:
        self._running.pop(name, None)
        self._repeatable.discard(name)

    async def _finish(self, record: Record) -> None:
        """Make the call and write down its end."""
        try:
            result = await self._call(record)
        except Exception as error:
            log(logging.ERROR, "operation failed", operation=record.id, **describe(error))
            result = error_result("The operation failed inside the server.")
        dumped = result.model_dump(mode="json", by_alias=True, exclude_none=True)
        state: State = "failed" if result.is_error else "completed"
        await self._store.end(replace(record, state=state, result=dumped), self._kept)

    async def _call(self, record: Record) -> CallToolResult:
        scope: dict[str, Any] = {"type": "http", "headers": []}
        if record.claims is not None:
            scope[CLAIMS] = record.claims
        offered = {one.name for one in await self._server.list_tools()}
        name, arguments = record.tool, record.arguments
        if name not in offered:  # found by search
            name, arguments = "call_operation", {"name": name, "arguments": arguments}
        result = await self._server.call_directly(name, arguments, Request(scope))
        if isinstance(result, CallToolResult):
            return result
        return error_result("The tool asks for input, which an operation cannot give.")

    async def _stop(self, name: str) -> None:
        """Stop what runs here, and write down that it was cancelled, if that is why."""
        task = self._running.get(name)
        if task is None:
            return
        task.cancel()
        await asyncio.wait([task], timeout=5)
        record = await self._store.find(name)
        if record is not None and record.state == "cancelling":
            ended = replace(record, state="cancelled", worker=self._worker)
            await self._store.end(ended, self._kept)

    async def _mine(self, name: str, claims: Any) -> Record:
        record = await self._store.find(name)
        if record is None or record.owner != owner_of(claims):
            raise CallError(f"Argument operation_id: there is no operation {name[:60]!r}.")
        return record

    async def _keep(self) -> None:
        """Renew the leases of what runs here, and take over what runs nowhere."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / 4)
            with contextlib.suppress(RedisError, OSError):
                await self.keep_once()

    async def keep_once(self) -> None:
        """One round of `_keep`."""
        for name in await self._store.renew(self._worker, list(self._running)):
            await self._stop(name)
        for record in await self._store.claim(self._worker):
            taken = replace(record, worker=self._worker)
            if record.state == "cancelling":
                await self._store.end(replace(taken, state="cancelled"), self._kept)
            elif record.repeatable:
                log(logging.INFO, "operation taken over", operation=record.id)
                self._run(taken)
            else:
                text = "The server that ran this stopped. Whether it had an effect is not known."
                lost = error_result(text).model_dump(mode="json", by_alias=True, exclude_none=True)
                await self._store.end(replace(taken, state="failed", result=lost), self._kept)

    async def dependencies(self) -> Sequence[Dependency]:
        """Without Redis no operation can be started."""
        return await look(self._redis)


def owner_of(claims: Any) -> str:
    """The same for the same caller: issuer, subject and client of the token."""
    said = {key: (claims or {}).get(key) for key in ("iss", "sub", "client_id", "azp")}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def shown(record: Record | None) -> CallToolResult:
    """An operation as its caller sees it."""
    if record is None:
        return error_result("The operation is not kept any more.")
    said = {"operation_id": record.id, "tool": record.tool, "status": record.state}
    return json_result(said | ({"result": record.result} if record.ended else {}), MOST_BYTES)
