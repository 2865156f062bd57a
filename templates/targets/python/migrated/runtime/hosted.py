"""An app whose server is made by the program's own start: it runs in a thread, with a loop of its own."""

import asyncio
import threading
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 60


class Hosted:
    """Starts the program when the app starts, and takes its server from it instead of letting it listen.

    Args:
        start: Starts the program; it returns when its server ends.
    """

    def __init__(self, start: Callable[[], None]) -> None:
        self._start = start
        self._forget()

    def _forget(self) -> None:
        self._ready = threading.Event()
        self._app: ASGIApp | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._error: BaseException | None = None

    async def hold(self, app: ASGIApp) -> None:
        """Give away the app of the server that is being run, and wait until it is no longer needed."""
        self._app, self._loop, self._ended = app, asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._ended.wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer on the loop of the program."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._pass_on(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start the program; the last message waits until it has ended."""
        last: list[Message] = []

        async def send_first(message: Message) -> None:
            if message["type"].startswith("lifespan.shutdown"):
                last.append(message)
            else:
                await send(message)

        thread = threading.Thread(target=self._run, name="server", daemon=True)
        thread.start()
        try:
            await asyncio.to_thread(self._ready.wait, SECONDS)
            if self._app is None:
                why = f"the server did not start: {self._error!r}"
                await receive()
                await send({"type": "lifespan.startup.failed", "message": why})
                return
            await self._pass_on(scope, receive, send_first)
        finally:
            await asyncio.to_thread(self._end, thread)
        for message in last:
            await send(message)

    def _run(self) -> None:
        try:
            self._start()
        except BaseException as error:
            self._error = error
        self._ready.set()

    def _end(self, thread: threading.Thread) -> None:
        if self._loop is not None and self._ended is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ended.set)
        thread.join(SECONDS)
        self._forget()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        here, there, app = asyncio.get_running_loop(), self._loop, self._app
        if there is None or app is None:
            raise RuntimeError(
                "the app was not started: it needs a server that sends lifespan events"
            )

        async def receive_here() -> Message:
            received = asyncio.run_coroutine_threadsafe(_message(receive), here)
            return await asyncio.wrap_future(received)

        async def send_here(message: Message) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_sent(send, message), here))

        answer = _answer(app, scope, receive_here, send_here)
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answer, there))


async def _message(receive: Receive) -> Message:
    return await receive()


async def _sent(send: Send, message: Message) -> None:
    await send(message)


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)
