"""Many calls at once, and calls that nobody waits for any more."""

import asyncio

import pytest
from aiohttp import web

from mcp_package.runtime.http import ApiClient

from .conftest import Upstream


async def test_calls_at_once_get_their_own_answers(upstream: Upstream, client: ApiClient) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.02 if request.path.endswith("0") else 0)
        return web.json_response({"path": request.path})

    upstream.answers = [echo] * 200
    numbers = range(200)
    answers = await asyncio.gather(
        *(client._request("GET", "/things/{id}", path={"id": number}) for number in numbers)
    )
    assert [answer.data["path"] for answer in answers] == [f"/v1/things/{n}" for n in numbers]


async def test_a_cancelled_call_hangs_up_and_is_not_sent_again(
    upstream: Upstream, client: ApiClient
) -> None:
    arrived, hung_up = asyncio.Event(), asyncio.Event()

    async def wait(request: web.Request) -> web.StreamResponse:
        arrived.set()
        try:
            while request.transport is not None and not request.transport.is_closing():
                await asyncio.sleep(0.01)
        finally:
            hung_up.set()
        return web.Response()

    upstream.answers = [wait]
    call = asyncio.create_task(client._request("GET", "/things"))
    await arrived.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    async with asyncio.timeout(1):
        await hung_up.wait()
    assert len(upstream.seen) == 1
