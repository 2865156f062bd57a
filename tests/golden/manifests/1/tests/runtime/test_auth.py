"""Credentials on the wire."""

import asyncio
import base64

import pytest
from aiohttp import web

from mcp_pets.runtime.auth import ApiKey, Basic, Bearer, OAuth2ClientCredentials
from mcp_pets.runtime.credentials import Scheme, Secrets
from mcp_pets.runtime.errors import ApiError
from mcp_pets.runtime.http import ApiClient

from .conftest import Upstream

GIVEN = {
    "TOKEN": "tok-123456",
    "KEY": "key 123456",
    "USER": "ann",
    "PASS": "p:w",
    "ID": "id-1",
    "SECRET": "sec-123456",
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


def oauth(upstream: Upstream) -> Client:
    class OAuthClient(Client):
        schemes = {
            "oauth": OAuth2ClientCredentials("ID", "SECRET", f"{upstream.url}/token", ("a", "b"))
        }
        default_security = (("oauth",),)

    return OAuthClient(base_url=upstream.url, timeout=5, credentials=GIVEN)


def token(text: str, seconds: object = 3600) -> web.Response:
    return web.json_response({"access_token": text, "expires_in": seconds})


async def test_one_token_is_fetched_for_all_calls(upstream: Upstream) -> None:
    upstream.answers = [token("first-token")]
    async with oauth(upstream) as client:
        await asyncio.gather(*(client._request("GET", f"/{n}") for n in range(4)))
    assert [seen.url for seen in upstream.seen].count("/v1/token") == 1
    assert upstream.seen[0].body == b"grant_type=client_credentials&scope=a+b"
    assert {seen.headers["authorization"] for seen in upstream.seen[1:]} == {"Bearer first-token"}


async def test_a_refused_token_is_fetched_again(upstream: Upstream) -> None:
    upstream.answers = [
        token("first-token", "soon"),
        web.Response(status=401),
        token("second-token"),
    ]
    async with oauth(upstream) as client:
        with pytest.raises(ApiError):
            await client._request("GET", "/a")
        await client._request("GET", "/a")
    assert upstream.seen[-1].headers["authorization"] == "Bearer second-token"


@pytest.mark.parametrize("answer", [web.Response(status=400), web.Response(text="<html>")])
async def test_a_token_endpoint_without_token_is_an_error(
    upstream: Upstream, answer: web.Response
) -> None:
    upstream.answers = [answer]
    async with oauth(upstream) as client:
        with pytest.raises(ApiError, match="token endpoint gave no token"):
            await client._request("GET", "/a")


async def test_a_token_endpoint_out_of_reach_is_an_error() -> None:
    class Lost(Client):
        schemes = {"oauth": OAuth2ClientCredentials("ID", "SECRET", "http://127.0.0.1:9/token")}
        default_security = (("oauth",),)

    async with Lost(base_url="http://127.0.0.1:9", credentials=GIVEN) as client:
        with pytest.raises(ApiError, match="token endpoint could not be reached"):
            await client._request("GET", "/a")


async def test_a_scheme_has_to_say_what_it_sends() -> None:
    with pytest.raises(NotImplementedError):
        _ = Scheme().variables
    Scheme().forget()
    assert repr(Secrets(GIVEN)) == "Secrets(***)"


async def test_clients_do_not_share_tokens(upstream: Upstream) -> None:
    class Shared(Client):
        schemes = {"oauth": OAuth2ClientCredentials("ID", "SECRET", f"{upstream.url}/token")}
        default_security = (("oauth",),)

    for text in ("token-of-ann", "token-of-bob"):
        upstream.answers = [token(text)]
        async with Shared(base_url=upstream.url, credentials=GIVEN) as client:
            await client._request("GET", "/a")
        assert upstream.seen[-1].headers["authorization"] == f"Bearer {text}"
