"""The thread in which a library waits for its answers."""

import asyncio
import runpy
import threading
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def thread() -> Any:
    """One of them, made without the program itself, which may need settings."""
    [file] = Path(__file__).parent.parent.glob("src/mcp_package/*/waiting.py")
    return runpy.run_path(str(file))["OneThread"]()


async def test_the_server_goes_on_while_a_call_waits(thread: Any) -> None:
    answered = threading.Event()
    waiting = asyncio.create_task(thread.call(answered.wait, timeout=5))
    await asyncio.sleep(0)
    answered.set()
    assert await waiting


async def test_calls_are_made_one_after_the_other_in_one_thread(thread: Any) -> None:
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


async def test_a_call_raises_what_the_function_raises(thread: Any) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await thread.call(int, "none")
