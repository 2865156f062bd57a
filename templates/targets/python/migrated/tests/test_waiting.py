"""The thread in which a library waits for its answers."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from mcp_package.runtime.waiting import OneThread

CALLER: ContextVar[str] = ContextVar("CALLER")


async def test_the_server_goes_on_while_a_call_waits() -> None:
    answered = threading.Event()
    waiting = asyncio.create_task(OneThread().call(answered.wait, timeout=5))
    await asyncio.sleep(0)
    answered.set()
    assert await waiting


async def test_calls_are_made_one_after_the_other_in_one_thread() -> None:
    thread = OneThread()
    order: list[str] = []

    def call(name: str) -> int:
        order.append(f"{name} begins")
        threading.Event().wait(0.02)
        order.append(f"{name} ends")
        return threading.get_ident()

    threads = await asyncio.gather(*[thread.call(call, name) for name in "abc"])
    assert order == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads


async def test_a_call_has_the_context_of_its_caller_and_raises_what_it_raises() -> None:
    thread = OneThread()
    CALLER.set("me")
    assert await thread.call(CALLER.get) == "me"
    with pytest.raises(ValueError, match="invalid literal"):
        await thread.call(int, "none")
