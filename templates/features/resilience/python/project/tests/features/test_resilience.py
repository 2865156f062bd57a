"""Tests of retry budget, circuit breaker and bulkhead, against an API on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mcp_package.features.resilience import Breaker, Resilience, RetryBudget, Unavailable
from mcp_package.runtime.errors import ApiError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.tools import ToolServer


class Api:
    """Answers with `status`, after `seconds`."""

    def __init__(self) -> None:
        self.status = 200
        self.seconds = 0.0
        self.asked = 0
        self.at_once = 0
        self.most = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.asked += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        return web.json_response({}, status=self.status)


@asynccontextmanager
async def using(api: Api) -> AsyncIterator[ApiClient]:
    """A client with nothing but resilience around it."""
    feature = Resilience()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    async with (
        TestServer(app) as server,
        feature.running(ToolServer("x", version="1", tools=[])),
        ApiClient(str(server.make_url("/")), extensions=[feature]) as client,
    ):
        yield client


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_package.runtime.retries.backoff", lambda attempt: 0.0)
    for name, value in {"RETRIES": "1", "BREAKER_FAILURES": "3", "BREAKER_SECONDS": "0.2"}.items():
        monkeypatch.setenv(f"MCP_{name}", value)


async def test_the_circuit_opens_after_failures_and_closes_when_the_api_is_back() -> None:
    api = Api()
    async with using(api) as client:
        api.status = 503
        for _ in range(3):
            with pytest.raises(ApiError):
                await client._request("GET", "/a")
        assert api.asked == 6, "one retry each"
        with pytest.raises(Unavailable, match="left alone for 0.2 s"):
            await client._request("GET", "/a")
        assert api.asked == 6
        api.status = 200
        await asyncio.sleep(0.25)
        await client._request("GET", "/a")
        await client._request("GET", "/a")
        assert api.asked == 8


async def test_wrong_arguments_do_not_open_the_circuit() -> None:
    api = Api()
    api.status = 404
    async with using(api) as client:
        for _ in range(10):
            with pytest.raises(ApiError, match="404"):
                await client._request("GET", "/a")
        assert api.asked == 10


async def test_retries_stop_when_the_budget_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_BREAKER_FAILURES", "1000")
    api = Api()
    api.status = 503
    async with using(api) as client:
        for _ in range(100):
            with pytest.raises(ApiError):
                await client._request("GET", "/a")
    assert 100 + 20 <= api.asked <= 100 + 10 + 20


def test_a_quiet_time_saves_up_only_so_much() -> None:
    budget = RetryBudget(0.5)
    for _ in range(1000):
        budget.earn()
    budget.spend(10)
    assert not budget.allows


async def test_only_so_many_requests_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_BULKHEAD", "2")
    api = Api()
    api.seconds = 0.02
    async with using(api) as client:
        await asyncio.gather(*(client._request("GET", "/a") for _ in range(8)))
    assert (api.asked, api.most) == (8, 2)


async def test_a_request_that_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_BULKHEAD", "1")
    monkeypatch.setenv("MCP_BULKHEAD_SECONDS", "0.05")
    api = Api()
    api.seconds = 0.3
    async with using(api) as client:
        first = asyncio.create_task(client._request("GET", "/a"))
        await asyncio.sleep(0.05)
        with pytest.raises(Unavailable, match="1 requests"):
            await client._request("GET", "/a")
        await first
    assert api.asked == 1


async def test_calls_that_are_cancelled_give_their_place_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_BULKHEAD", "1")
    api = Api()
    api.seconds = 5
    async with using(api) as client:
        running = asyncio.create_task(client._request("GET", "/a"))
        await asyncio.sleep(0.05)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        api.seconds = 0
        await client._request("GET", "/a")


def test_one_request_at_a_time_tries_whether_the_api_is_back() -> None:
    breaker = Breaker(1, rest=0.0)
    assert breaker.enter()
    breaker.leave(True)
    assert breaker.enter()
    assert not breaker.enter(), "one is on its way"
    breaker.leave(None)
    assert breaker.enter(), "nobody knows how that one ended"
    breaker.leave(False)
    assert breaker.enter()


async def test_a_deadline_is_a_failure_of_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_BREAKER_FAILURES", "1")
    api = Api()
    api.seconds = 5
    async with using(api) as client:
        client.timeout = 0.2
        with pytest.raises(ApiError, match="timed out"):
            await client._request("GET", "/a")
        with pytest.raises(Unavailable):
            await client._request("GET", "/a")
