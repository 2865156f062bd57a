"""Credentials on the wire."""

import base64

import pytest
from aiohttp import web

from mcp_package.runtime.auth import ApiKey, Basic, Bearer
from mcp_package.runtime.credentials import Scheme, Secrets
from mcp_package.runtime.errors import ApiError
from mcp_package.runtime.http import ApiClient

from .conftest import Upstream

GIVEN = {
    "TOKEN": "tok-123456",
    "KEY": "key 123456",
    "USER": "ann",
    "PASS": "p:w",
}


class Client(ApiClient):
    schemes = {
        "bearer": Bearer(env="TOKEN"),
        "header": ApiKey(env="KEY", location="header", name="X-Key"),
        "query": ApiKey(env="KEY", location="query", name="key"),
        "cookie": ApiKey(env="KEY", location="cookie", name="sid"),
        "basic": Basic("USER", "PASS"),
        "unset": Bearer(env="UNSET_TOKEN"),
    }


@pytest.fixture
def client(upstream: Upstream) -> Client:
    return Client(base_url=upstream.url, timeout=5, credentials=GIVEN)


async def test_header_query_and_cookie_win_over_arguments(
    upstream: Upstream, client: Client
) -> None:
    async with client:
        await client._request(
            "GET",
            "/x",
            query={"key": "mine", "a": 1},
            headers={"authorization": "Bearer mine"},
            cookies={"sid": "mine", "b": 2},
            security=[["bearer", "header", "query", "cookie"]],
        )
    seen = upstream.seen[0]
    assert seen.url == "/v1/x?a=1&key=key%20123456"
    assert seen.headers["authorization"] == "Bearer tok-123456"
    assert seen.headers["x-key"] == "key 123456"
    assert seen.headers["cookie"] == "b=2; sid=key%20123456"


async def test_basic(upstream: Upstream, client: Client) -> None:
    async with client:
        await client._request("GET", "/x", security=[["basic"]])
    pair = base64.b64encode(b"ann:p:w").decode()
    assert upstream.seen[0].headers["authorization"] == f"Basic {pair}"


async def test_the_first_complete_alternative_is_taken(upstream: Upstream, client: Client) -> None:
    async with client:
        await client._request("GET", "/x", security=[[], ["unset", "header"], ["header"]])
    assert upstream.seen[0].headers["x-key"] == "key 123456"


async def test_a_missing_credential_is_named_when_the_api_refuses(
    upstream: Upstream, client: Client
) -> None:
    upstream.answers = [web.Response(status=401)]
    async with client:
        with pytest.raises(ApiError, match="Set UNSET_TOKEN in the environment"):
            await client._request("GET", "/x", security=[["unset"]])
    assert "authorization" not in upstream.seen[0].headers


async def test_a_refused_credential_is_named(upstream: Upstream, client: Client) -> None:
    upstream.answers = [web.Response(status=401), web.Response(status=403)]
    async with client:
        with pytest.raises(ApiError, match="Check TOKEN in the environment"):
            await client._request("GET", "/x", security=[["bearer"]])
        with pytest.raises(ApiError, match="do not permit"):
            await client._request("GET", "/x", security=[["bearer"]])


async def test_a_scheme_has_to_say_what_it_sends() -> None:
    with pytest.raises(NotImplementedError):
        _ = Scheme().variables
    Scheme().forget()
    assert repr(Secrets(GIVEN)) == "Secrets(***)"
