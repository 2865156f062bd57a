"""Requests: deadlines, retries, limits, redirects, errors."""

import asyncio
import gzip
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import BaseModel

from mcp_package.runtime import failures
from mcp_package.runtime.answers import Contracts
from mcp_package.runtime.bodies import JsonBody
from mcp_package.runtime.errors import ApiError, SettingsError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.retries import backoff, may_repeat, retry_after

from .conftest import Upstream


class Thing(BaseModel):
    id: int
    name: str


def answer(status: int, **headers: str) -> web.Response:
    body = {"code": "x", "message": "no \x1b[2J way", "trace": "secret"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.json_response(body, status=status, headers=named)


async def failure(
    client: ApiClient, method: str = "GET", path: str = "/things/{id}", **more: Any
) -> ApiError:
    with pytest.raises(ApiError) as caught:
        await client._request(method, path, path={"id": "7"}, **more)
    return caught.value


async def test_an_answer_comes_as_it_is(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [web.json_response({"id": 1, "name": "a", "more": [1.5]})]
    response = await client._request("GET", "/things/{id}", path={"id": "a/b"}, returns=Thing)
    assert upstream.seen[0].url == "/v1/things/a%2Fb"
    assert upstream.seen[0].headers["accept"] == "application/json, */*;q=0.1"
    assert response.data == {"id": 1, "name": "a", "more": [1.5]}
    assert response.parse() == Thing(id=1, name="a")


async def test_bodies_and_declared_headers(upstream: Upstream, client: ApiClient) -> None:
    headers = {"Accept": "text/csv", "Content-Type": "text/evil"}
    await client._request("POST", "/things", body=JsonBody({"a": 1}), headers=headers)
    await client._request("POST", "/things", accept="")
    assert upstream.seen[0].headers["content-type"] == "application/json"
    assert upstream.seen[0].headers["accept"] == "text/csv"
    assert upstream.seen[1].headers["accept"] == "*/*"
    assert "content-type" not in upstream.seen[1].headers


async def test_a_described_header_is_sent_only_when_it_is_given(
    upstream: Upstream, client: ApiClient
) -> None:
    for given in (None, "base64"):
        await client._request("GET", "/things", headers={"Accept-Encoding": given})
    await client._request("GET", "/things")
    seen = [request.headers.get("accept-encoding") for request in upstream.seen]
    assert seen[:2] == [None, "base64"]
    assert seen[2] is not None
    assert "gzip" in seen[2]


async def test_reading_is_tried_three_times_writing_once(
    upstream: Upstream, client: ApiClient
) -> None:
    upstream.answers = [answer(503), answer(502), answer(200)]
    assert (await client._request("GET", "/things")).status == 200
    upstream.answers = [answer(500)]
    error = await failure(client, "POST")
    assert (len(upstream.seen), error.status, error.category) == (4, 500, "server_error")


async def test_retry_after_is_waited_for_and_named(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [answer(429, Retry_After="1"), answer(200)]
    started = time.monotonic()
    await client._request("DELETE", "/things")
    assert time.monotonic() - started >= 1
    upstream.answers = [answer(429, Retry_After="3600")]
    assert "429 Too Many Requests. Retry-After: wait 3600 s" in str(await failure(client))
    assert len(upstream.seen) == 3


async def test_an_idempotency_key_makes_writing_repeatable(
    upstream: Upstream, client: ApiClient
) -> None:
    upstream.answers = [answer(429), answer(200)]
    await client._request("POST", "/things", headers={"Idempotency-Key": "k"})
    assert [seen.headers["idempotency-key"] for seen in upstream.seen] == ["k", "k"]


def test_retry_after_in_all_spellings() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < (retry_after(later) or 0) <= 60
    assert [retry_after(text) for text in (None, "5", "junk", "²")] == [None, 5.0, None, None]
    assert may_repeat("GET", {}, 504) and not may_repeat("PUT", {}, 504)


async def test_an_error_says_what_to_do_and_shows_known_members_only(
    upstream: Upstream, client: ApiClient
) -> None:
    upstream.answers = [answer(400)]
    error = await failure(client)
    assert str(error) == (
        "GET /things/{id} answered 400 Bad Request. Change the arguments. "
        'The API says: {"code":"x","message":"no  [2J way"}'
    )
    assert error.details == {"code": "x", "message": "no  [2J way"}


@pytest.mark.parametrize(
    "response",
    [
        web.Response(status=404, text="<html>secret</html>", content_type="text/html"),
        web.Response(status=404, text="{broken secret", content_type="application/json"),
        web.Response(
            status=404,
            body=b'{"message": "' + b"x" * 99_000 + b'"}',
            content_type="application/json",
        ),
    ],
)
async def test_other_error_bodies_are_not_shown(
    upstream: Upstream, client: ApiClient, response: web.Response
) -> None:
    upstream.answers = [response]
    assert str(await failure(client)) == (
        "GET /things/{id} answered 404 Not Found. Check the identifiers in the arguments."
    )


async def test_a_list_of_errors_is_shown(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [web.json_response([{"message": "m"}], status=422)]
    assert (await failure(client)).details == {"errors": [{"message": "m"}]}


async def test_the_deadline_holds_for_the_whole_call(upstream: Upstream) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(50):
            await response.write(b" ")
            await asyncio.sleep(0.1)
        return response

    upstream.answers = [drip]
    async with ApiClient(base_url=upstream.url, timeout=0.4) as client:
        assert "timed out after 0.4 s" in str(await failure(client))


async def test_a_broken_connection_is_tried_once_more(
    upstream: Upstream, client: ApiClient
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"{")
        assert request.transport is not None
        request.transport.close()
        return response

    upstream.answers = [cut]
    assert (await client._request("GET", "/things")).data == {"ok": True}
    upstream.answers = [cut, cut]
    assert "cut short" in str(await failure(client))
    upstream.answers = [cut]
    await failure(client, "POST")
    assert len(upstream.seen) == 5


@pytest.mark.parametrize(("method", "sent"), [("GET", 2), ("DELETE", 1), ("PUT", 1), ("POST", 1)])
async def test_a_connection_that_ends_without_an_answer_is_sent_again_for_reading_only(
    upstream: Upstream, client: ApiClient, method: str, sent: int
) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    await client._request("GET", "/things")
    upstream.seen.clear()
    upstream.answers = [hang_up] * 5
    assert "closed the connection" in str(await failure(client, method))
    assert len(upstream.seen) == sent


async def test_no_connection_is_an_error_without_details() -> None:
    async with ApiClient(base_url="http://127.0.0.1:9") as client:
        error = await failure(client)
    assert (error.status, str(error)) == (
        0,
        "GET /things/{id} failed: the API could not be reached. Check the base URL.",
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ssl.SSLError("secret"), "no trusted TLS connection"),
        (aiohttp.ConnectionTimeoutError("secret"), "timed out after 5 s"),
        (aiohttp.ServerDisconnectedError("secret"), "closed the connection"),
        (aiohttp.InvalidURL("secret"), "not readable as HTTP"),
    ],
)
def test_transport_errors_are_told_apart_without_their_own_text(
    error: Exception, text: str
) -> None:
    message = failures.no_answer("GET /x", error)
    assert text in message and "secret" not in message
    assert failures.is_passing(error) is ("closed" in text or "timed out" in text)


def test_waits_grow_and_differ() -> None:
    waits = [backoff(2) for _ in range(20)]
    assert 0.3 < min(waits) < max(waits) < 1.3


async def test_bodies_are_read_up_to_the_limit(upstream: Upstream, client: ApiClient) -> None:
    bomb = gzip.compress(b"0" * 11_000_000)
    packed = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
    upstream.answers = [
        web.Response(body=bomb, headers=packed),
        web.Response(body=b"0" * 11_000_000),
    ]
    for _ in range(2):
        assert "too large (limit 10 MB); ask for less" in str(
            await failure(client, accept="text/plain")
        )


async def test_what_is_over_the_limit_stays_with_the_sender(
    upstream: Upstream, client: ApiClient
) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 100_000_000:
            await response.write(b"0" * 250_000)
            sent += 250_000
        return response

    upstream.answers = [endless]
    assert "too large" in str(await failure(client, accept="text/plain"))
    assert sent < 20_000_000


async def test_a_head_request_has_no_body_to_read(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [web.Response(headers={"Content-Length": "99000000"})]
    assert (await client._request("HEAD", "/things")).data is None


async def test_redirects_stay_at_the_origin(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [answer(307, Location="/v1/b"), answer(200)]
    await client._request("PUT", "/a", body=JsonBody({}))
    upstream.answers = [answer(303, Location="b"), answer(200)]
    await client._request("POST", "/a", body=JsonBody({}))
    assert [seen.method for seen in upstream.seen] == ["PUT", "PUT", "POST", "GET"]
    for target in ("http://127.0.0.1:9/", "https://127.0.0.1/", "http://[", "mailto:x"):
        upstream.answers = [answer(302, Location=target)]
        assert "redirect to another address" in str(await failure(client))


async def test_a_redirect_loop_ends(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [answer(302, Location="/v1/a") for _ in range(20)]
    await failure(client)
    assert len(upstream.seen) == 6


@pytest.mark.parametrize(
    "body", [b"{broken", b'{"a": NaN}', b"\xff\xfe", b'"\xff"', b"[" * 100_000]
)
async def test_invalid_json_is_said(upstream: Upstream, client: ApiClient, body: bytes) -> None:
    upstream.answers = [web.Response(body=body, content_type="application/json")]
    assert "(status 200): the API sent invalid JSON." in str(await failure(client))


async def test_answers_off_the_contract_are_passed_on(
    upstream: Upstream, client: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.answers = [
        web.json_response({"id": "private", "name": None}),
        web.Response(text="plain"),
        web.Response(),
        web.Response(body=b"\x00", content_type="application/zip"),
        web.Response(text='{"id": 1}', content_type="text/plain"),
        web.Response(text="[broken", content_type="text/plain"),
    ]
    got = [(await client._request("GET", "/things", returns=Thing)).data for _ in range(6)]
    assert got == [{"id": "private", "name": None}, "plain", None, b"\x00", {"id": 1}, "[broken"]
    fields = [getattr(record, "fields", {}) for record in caplog.records]
    assert fields[0]["differences"] == ["id: int_parsing", "name: string_type"]
    assert "private" not in str(fields)


def test_types_are_compiled_within_a_budget_unless_asked_for() -> None:
    contracts = Contracts(budget=0)
    assert contracts.differences({}, Thing, always=False) == []
    assert contracts.differences({}, Thing, always=True) == ["id: missing", "name: missing"]
    assert contracts.differences({}, Thing, always=False) == ["id: missing", "name: missing"]


async def test_a_web_page_is_never_data(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [web.Response(text="<html>login</html>", content_type="text/html")]
    assert "content of type text/html came where JSON was expected" in str(await failure(client))


@pytest.mark.parametrize(
    "response",
    [
        web.json_response({"id": "x"}),
        web.Response(),
        web.Response(text="secret"),
        web.Response(text="[1]", headers={"Content-Type": "text/<script>"}),
    ],
)
async def test_strictness_turns_them_into_errors(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch, response: web.Response
) -> None:
    monkeypatch.setenv("MCP_STRICT_ANSWERS", "1")
    upstream.answers = [response]
    async with ApiClient(base_url=upstream.url) as client:
        error = await failure(client, returns=Thing)
    assert "secret" not in str(error) and "script" not in str(error)


async def test_texts_are_read_in_their_charset(upstream: Upstream, client: ApiClient) -> None:
    upstream.answers = [
        web.Response(
            body="é".encode("latin-1"), headers={"Content-Type": 'text/plain; charset="latin-1"'}
        ),
        web.Response(
            body="é".encode(), headers={"Content-Type": "application/xml; charset=nonsense"}
        ),
        web.Response(body=b"a,b", content_type="text/csv"),
    ]
    texts = [
        (
            await client._request(
                "GET", "/t", accept="application/json, text/csv" if n == 2 else "text/plain"
            )
        ).data
        for n in range(3)
    ]
    assert texts == ["é", "é", "a,b"]


async def test_a_session_does_not_move_to_another_loop(
    upstream: Upstream, client: ApiClient
) -> None:
    first = client._ensure_session()
    assert client._ensure_session() is first
    await client.close()
    await client.close()
    assert client._ensure_session() is not first


async def test_an_operation_may_have_its_own_server(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(ApiClient):
        default_base_url = "http://127.0.0.1:9"

    async with Elsewhere() as client:
        await client._request("GET", "/x", server=upstream.url)
    monkeypatch.setenv("API_BASE_URL", upstream.url)
    async with Elsewhere() as client:
        await client._request("GET", "/y?fixed=1", query={"a": 1}, server="http://127.0.0.1:9")
    assert [seen.url for seen in upstream.seen] == ["/v1/x", "/v1/y?fixed=1&a=1"]


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example", "http://", "http://u:p@a.example", "//a", "http://[", "http://a/#f"],
)
def test_a_wrong_base_url_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="API_BASE_URL"):
        ApiClient(base_url=url)
