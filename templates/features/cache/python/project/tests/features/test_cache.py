"""Tests of the cache, against an API on loopback; in memory and in Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from redis.asyncio import Redis

from mcp_package.features.cache import Cache, lifetime, read_times
from mcp_package.features.cache_stores import Entry, MemoryStore, RedisStore, Store
from mcp_package.runtime.auth import Bearer
from mcp_package.runtime.errors import ApiError, SettingsError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.tools import ToolServer

from .redis_server import fresh_redis


class Api:
    """Counts what it is asked, and tells the count."""

    def __init__(self) -> None:
        self.asked = 0
        self.headers: dict[str, str] = {}
        self.status = 200

    async def handle(self, request: web.Request) -> web.Response:
        self.asked += 1
        if (
            self.headers.get("ETag")
            and request.headers.get("If-None-Match") == self.headers["ETag"]
        ):
            return web.Response(status=304)
        return web.json_response({"count": self.asked}, headers=self.headers, status=self.status)


class Client(ApiClient):
    schemes = {"token": Bearer("API_TOKEN")}
    default_security = (("token",), ())


@asynccontextmanager
async def using(api: Api, store: Store | None = None, token: str = "") -> AsyncIterator[ApiClient]:
    feature = Cache()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    async with (
        TestServer(app) as server,
        feature.running(ToolServer("x", version="1", tools=[])),
        Client(str(server.make_url("/")), extensions=[feature]) as client,
    ):
        if store is not None:
            feature._store = store
        yield client


async def count(client: ApiClient, path: str = "/a") -> int:
    response = await client._request("GET", path)
    found: int = response.data["count"]
    return found


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore(1000)
        return
    async with fresh_redis() as redis:
        yield RedisStore(redis)


async def test_each_call_has_a_trace_of_its_own_and_the_same_answer(store: Store) -> None:
    api = Api()
    async with using(api, store) as client:
        for trace in ("00-a", "00-b"):
            await client._request("GET", "/a", headers={"traceparent": trace})
    assert api.asked == 1


async def test_an_answer_is_kept_and_others_are_not_mixed_up(store: Store) -> None:
    async with using(Api(), store) as client:
        assert [await count(client) for _ in range(3)] == [1, 1, 1]
        assert await count(client, "/b") == 2
        response = await client._request("GET", "/a", query={"page": 2})
        assert response.data == {"count": 3}


async def test_a_change_makes_earlier_answers_void_even_when_it_fails(store: Store) -> None:
    api = Api()
    async with using(api, store) as client:
        assert await count(client) == 1
        await client._request("POST", "/a")
        assert await count(client) == 3
        api.status = 500
        with pytest.raises(ApiError):
            await client._request("DELETE", "/a")
        api.status = 200
        assert await count(client) == 5


class SlowStore(MemoryStore):
    """Needs a while to keep an answer."""

    def __init__(self, may_keep: asyncio.Event) -> None:
        super().__init__(1000)
        self.kept = 0
        self._may_keep = may_keep

    async def keep(self, key: str, entry: Entry, seconds: float) -> None:
        await self._may_keep.wait()
        await super().keep(key, entry, seconds)
        self.kept += 1


async def test_nobody_waits_for_what_is_kept_but_who_asks_again() -> None:
    may_keep = asyncio.Event()
    store = SlowStore(may_keep)
    async with using(Api(), store) as client:
        assert await count(client) == 1
        assert await count(client, "/b") == 2
        again = asyncio.create_task(count(client))
        await asyncio.sleep(0.05)
        assert (store.kept, again.done()) == (0, False)
        may_keep.set()
        assert await again == 1


async def test_what_is_being_kept_is_finished_when_the_server_stops() -> None:
    may_keep = asyncio.Event()
    store = SlowStore(may_keep)
    async with using(Api(), store) as client:
        await count(client)
        asyncio.get_running_loop().call_later(0.05, may_keep.set)
    assert store.kept == 1


async def test_callers_wait_when_too_many_answers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_package.features.cache.MOST_WAITING", 0)
    may_keep = asyncio.Event()
    async with using(Api(), SlowStore(may_keep)) as client:
        call = asyncio.create_task(count(client))
        await asyncio.sleep(0.05)
        assert not call.done()
        may_keep.set()
        assert await call == 1


async def test_what_was_asked_for_before_a_change_is_not_kept_after_it(store: Store) -> None:
    generation, _ = await store.find("k")
    await store.void()
    await store.keep("k", Entry(generation, 1e12, {}, b"old"), 60)
    assert (await store.find("k"))[1] is None


async def test_credentials_do_not_share_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore(1000)
    api = Api()
    for token, expected in [("a" * 8, 1), ("b" * 8, 2), ("a" * 8, 1)]:
        monkeypatch.setenv("API_TOKEN", token)
        async with TestServer(app_of(api), port=47391) as server:
            feature = Cache()
            async with (
                feature.running(ToolServer("x", version="1", tools=[])),
                Client(str(server.make_url("/")), extensions=[feature]) as client,
            ):
                feature._store = store
                assert await count(client) == expected


def app_of(api: Api) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    return app


async def test_an_answer_with_an_etag_is_asked_for_again_and_need_not_be_sent(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_CACHE_SECONDS", "0.05")
    api = Api()
    api.headers = {"ETag": '"1"'}
    async with using(api, store) as client:
        assert await count(client) == 1
        await asyncio.sleep(0.06)
        assert await count(client) == 1
        assert api.asked == 2
        api.headers = {"ETag": '"2"'}
        await asyncio.sleep(0.06)
        assert await count(client) == 3


async def test_operations_may_have_times_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_CACHE_OPERATIONS", "GET /a=0")
    async with using(Api()) as client:
        assert [await count(client) for _ in range(2)] == [1, 2]


async def test_errors_are_not_kept() -> None:
    api = Api()
    api.status = 404
    async with using(api) as client:
        for _ in range(2):
            with pytest.raises(ApiError):
                await count(client)
    assert api.asked == 2


async def test_without_redis_the_api_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Redis.from_url("redis://127.0.0.1:9", socket_connect_timeout=1)
    async with using(Api(), RedisStore(gone)) as client:
        assert [await count(client) for _ in range(2)] == [1, 2]
        await client._request("POST", "/a")


@pytest.mark.parametrize(
    ("control", "etag", "seconds"),
    [
        ("", "", 60),
        ("max-age=5", "", 5),
        ("max-age=0", "", None),
        ("max-age=0", "x", 0),
        ("no-cache", "", None),
        ("no-cache", "x", 0),
        ("No-Store", "x", None),
        ("private, max-age=9", "", None),
    ],
)
def test_the_api_says_how_long(control: str, etag: str, seconds: float | None) -> None:
    assert lifetime({"Cache-Control": control, "ETag": etag}, 60) == seconds


@pytest.mark.parametrize("text", ["/a=1", "GET /a", "POST /a=1", "GET /a=soon"])
def test_times_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        read_times(text)


async def test_memory_has_an_end() -> None:
    store = MemoryStore(10)
    for key in "abc":
        await store.keep(key, Entry(0, 1e12, {}, b"1234"), 60)
    assert [(await store.find(key))[1] is None for key in "abc"] == [True, False, False]
    await store.keep("d", Entry(0, 1e12, {}, b""), 0)
    assert (await store.find("d"))[1] is None
