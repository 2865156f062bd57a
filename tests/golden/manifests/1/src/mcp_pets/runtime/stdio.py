"""stdin, read so that the server can always stop, and unreadable lines answered."""

import asyncio
import io
import os
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError


class StdinLines(anyio.AsyncFile[str]):
    """The lines of stdin.

    A thread that waits in `read` can be neither cancelled nor joined. This one is a daemon and
    holds no lock of Python's streams, so the process can end while it waits.

    Args:
        drain: Awaited before the end is reported, so that calls which were read can finish.
        descriptor: Another file than stdin.
    """

    def __init__(self, drain: Callable[[], Awaitable[None]], descriptor: int | None = None) -> None:
        super().__init__(io.StringIO())
        self._drain = drain
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def readline(self) -> str:
        """The next line; "" at the end."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(self._loop,), daemon=True).start()
        line = await self._lines.get()
        if not line:
            await self._drain()
        return line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        rest = b""
        try:
            while chunk := os.read(self._descriptor, 65536):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    text = line.decode(errors="replace") + "\n"
                    loop.call_soon_threadsafe(self._lines.put_nowait, text)
            loop.call_soon_threadsafe(self._lines.put_nowait, rest.decode(errors="replace"))
            if rest:
                loop.call_soon_threadsafe(self._lines.put_nowait, "")
        except (OSError, RuntimeError):
            return  # stdin or the loop is closed: nobody listens any more


@asynccontextmanager
async def answer_unreadable(
    incoming: Any, outgoing: Any
) -> AsyncIterator[MemoryObjectReceiveStream[SessionMessage | Exception]]:
    """Pass messages on, and answer what is none with a JSON-RPC error instead of silence."""
    send, receive = anyio.create_memory_object_stream[SessionMessage | Exception]()

    async def sort() -> None:
        async with send:
            async for item in incoming:
                if isinstance(item, Exception):
                    await outgoing.send(SessionMessage(_error(item)))
                else:
                    await send.send(item)

    async with anyio.create_task_group() as group:
        group.start_soon(sort)
        yield receive
        group.cancel_scope.cancel()


def _error(error: Exception) -> JSONRPCError:
    kinds = [e["type"] for e in error.errors()] if isinstance(error, ValidationError) else []
    if "json_invalid" in kinds:
        data = ErrorData(code=PARSE_ERROR, message="Parse error: the line is not JSON")
    else:
        data = ErrorData(code=INVALID_REQUEST, message="Invalid request: not a JSON-RPC message")
    return JSONRPCError(jsonrpc="2.0", id=None, error=data)
