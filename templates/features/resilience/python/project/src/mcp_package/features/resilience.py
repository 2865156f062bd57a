"""What stands between this server and an API that has a bad day."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..runtime.calls import Call
from ..runtime.delivery import Delivered
from ..runtime.errors import ApiError, CallError
from ..runtime.extensions import Extension, ProceedRequest
from ..runtime.logs import log
from ..runtime.settings import number
from ..runtime.tools import ToolServer

MOST_SAVED = 10.0
"""Retries that a quiet time may save up."""


class Unavailable(CallError):
    """The API was not asked."""

    category = "server_error"


class RetryBudget:
    """Each request earns a share of a retry, each retry costs a whole one.

    Args:
        share: Retries per request in the long run.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._saved = MOST_SAVED

    def earn(self) -> None:
        """Count a request."""
        self._saved = min(MOST_SAVED, self._saved + self._share)

    def spend(self, retries: int) -> None:
        """Count retries."""
        self._saved -= retries

    @property
    def allows(self) -> bool:
        """Whether there may be a retry now."""
        return self._saved >= 1


class Breaker:
    """Opens after failures in a row; after a rest one request tries whether the API is back.

    Args:
        failures: Failures in a row after which it opens.
        rest: Seconds until the first try.
    """

    def __init__(self, failures: int, rest: float) -> None:
        self._most = failures
        self._rest = rest
        self._failed = 0
        self._until = 0.0
        self._trying = False

    def enter(self) -> bool:
        """Whether a request may be sent. Each that may is followed by `leave`."""
        if self._failed < self._most:
            return True
        if self._trying or time.monotonic() < self._until:
            return False
        self._trying = True
        return True

    def leave(self, failed: bool | None) -> None:
        """Say how a request ended; None when nobody knows."""
        self._trying = False
        if failed:
            self._failed += 1
            self._until = time.monotonic() + self._rest
        elif failed is False:
            self._failed = 0


class Resilience(Extension):
    """Retry budget, circuit breaker and bulkhead around each request to the API."""

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Read the settings."""
        self.failures = int(number("MCP_BREAKER_FAILURES", 5))
        self.rest = number("MCP_BREAKER_SECONDS", 30)
        self.retries = int(number("MCP_RETRIES", 2, most=10))
        self.budget = RetryBudget(number("MCP_RETRY_BUDGET", 0.2, most=1))
        self.room = int(number("MCP_BULKHEAD", 50))
        self.patience = number("MCP_BULKHEAD_SECONDS", 5)
        self._bulkhead = asyncio.Semaphore(self.room)
        self.breaker = Breaker(self.failures, self.rest)
        yield

    async def around_request(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Send a request when there is room, and while the API seems to be well."""
        async with self._turn(call):
            if not self.breaker.enter():
                raise Unavailable(
                    f"{call.operation} was not sent: the API has failed {self.failures} times in a "
                    f"row and is left alone for {self.rest:g} s. Try again later."
                )
            self.budget.earn()
            if call.max_tries > 1:  # else somebody outside of this counts the tries
                call.max_tries = 1 + self.retries if self.budget.allows else 1
            begun = time.monotonic()
            failed: bool | None = None
            try:
                answer = await proceed()
                failed = False
                return answer
            except CallError as error:
                failed = is_failure(error)
                raise
            except asyncio.CancelledError:
                # Either the deadline, which is the API's failure, or a client that gave up.
                failed = True if time.monotonic() - begun >= call.seconds * 0.95 else None
                raise
            finally:
                self.breaker.leave(failed)
                self.budget.spend(max(0, call.tries - 1))

    @asynccontextmanager
    async def _turn(self, call: Call) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.patience):
                await self._bulkhead.acquire()
        except TimeoutError:
            log(logging.WARNING, "bulkhead is full", operation=call.operation, room=self.room)
            raise Unavailable(
                f"{call.operation} was not sent: {self.room} requests to the API are running "
                "already. Try again later."
            ) from None
        try:
            yield
        finally:
            self._bulkhead.release()


def is_failure(error: CallError) -> bool:
    """Whether an error says that the API is not well: no answer, 429, 5xx."""
    status = error.status if isinstance(error, ApiError) else 400
    return status == 0 or status == 429 or status >= 500
