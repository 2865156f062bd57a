"""Calls of a library that waits in place for its answers."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OneThread:
    """A thread that makes one call after the other, while the server goes on.

    The library meets one call at a time, as it did when the whole server waited for each.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the thread, with the context of the caller.

        Raises:
            Exception: What the function raised.
        """
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        work = partial(context.run, function, *args, **kwargs)
        return await loop.run_in_executor(self._thread, work)
