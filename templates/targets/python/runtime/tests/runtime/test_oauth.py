"""Tokens that are fetched and renewed: a real authorization server on the loopback interface."""

import asyncio
import base64
import hashlib
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web

from mcp_package.runtime import sign_in
from mcp_package.runtime.credentials import Scheme
from mcp_package.runtime.errors import ApiError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.oauth import (
    Endpoints,
    OAuth2AuthorizationCode,
    OAuth2ClientCredentials,
    OAuth2RefreshToken,
    TokenScheme,
)
from mcp_package.runtime.sign_in import SignIn
from mcp_package.runtime.state import TokenFile

from .conftest import Upstream

GIVEN = {"ID": "id-1", "SECRET": "sec-123456", "REFRESH": "refresh-0"}
PUBLIC = {"ID": "id-1", "REFRESH": "refresh-0"}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of its own, and a person at the machine."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MCP_STATE_DIR", str(folder))
    monkeypatch.setattr(SignIn, "possible", True)
    yield folder


def at(upstream: Upstream) -> Endpoints:
    return Endpoints(token=f"{upstream.url}/token", authorization=f"{upstream.url}/sign-in")


def oauth(upstream: Upstream) -> ApiClient:
    class OAuthClient(ApiClient):
        schemes = {"oauth": OAuth2ClientCredentials("ID", "SECRET", at(upstream), ("a", "b"))}
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
    class Lost(ApiClient):
        schemes = {
            "oauth": OAuth2ClientCredentials("ID", "SECRET", Endpoints("http://127.0.0.1:9/token"))
        }
        default_security = (("oauth",),)

    async with Lost(base_url="http://127.0.0.1:9", credentials=GIVEN) as client:
        with pytest.raises(ApiError, match="token endpoint could not be reached"):
            await client._request("GET", "/a")


async def test_clients_do_not_share_tokens(upstream: Upstream) -> None:
    class Shared(ApiClient):
        schemes = {"oauth": OAuth2ClientCredentials("ID", "SECRET", at(upstream))}
        default_security = (("oauth",),)

    for text in ("token-of-ann", "token-of-bob"):
        upstream.answers = [token(text)]
        async with Shared(base_url=upstream.url, credentials=GIVEN) as client:
            await client._request("GET", "/a")
        assert upstream.seen[-1].headers["authorization"] == f"Bearer {text}"


def client_of(
    upstream: Upstream, scheme: Scheme, credentials: dict[str, str] | None = None
) -> ApiClient:
    class OAuthClient(ApiClient):
        schemes = {"oauth": scheme}
        default_security = (("oauth",),)

    return OAuthClient(base_url=upstream.url, timeout=5, credentials=credentials or GIVEN)


def form(upstream: Upstream, index: int) -> dict[str, str]:
    """The form that the token endpoint got."""
    return {k: v[0] for k, v in parse_qs(upstream.seen[index].body.decode()).items()}


async def test_a_refresh_token_of_the_environment_gives_tokens(upstream: Upstream) -> None:
    upstream.answers = [token("first-token")]
    scheme = OAuth2RefreshToken("ID", "SECRET", at(upstream), refresh_env="REFRESH")
    async with client_of(upstream, scheme) as client:
        await client._request("GET", "/a")
    assert form(upstream, 0) == {"grant_type": "refresh_token", "refresh_token": "refresh-0"}
    pair = base64.b64encode(b"id-1:sec-123456").decode()
    assert upstream.seen[0].headers["authorization"] == f"Basic {pair}"
    assert upstream.seen[1].headers["authorization"] == "Bearer first-token"


async def test_a_client_without_secret_says_its_id(upstream: Upstream) -> None:
    upstream.answers = [token("first-token")]
    scheme = OAuth2RefreshToken("ID", "SECRET", at(upstream), refresh_env="REFRESH")
    async with client_of(upstream, scheme, PUBLIC) as client:
        await client._request("GET", "/a")
    assert form(upstream, 0)["client_id"] == "id-1"
    assert "authorization" not in upstream.seen[0].headers


async def test_a_refresh_token_that_is_replaced_is_kept_and_nobody_else_can_read_it(
    upstream: Upstream, state: Path
) -> None:
    def rotated(text: str, refresh: str) -> web.Response:
        return web.json_response({"access_token": text, "refresh_token": refresh})

    for number in (1, 2):
        upstream.answers = [rotated(f"token-{number}", f"refresh-{number}")]
        scheme = OAuth2RefreshToken("ID", "SECRET", at(upstream), refresh_env="REFRESH")
        async with client_of(upstream, scheme) as client:
            await client._request("GET", "/a")
    assert form(upstream, 2)["refresh_token"] == "refresh-1"
    (file,) = state.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert json.loads(file.read_bytes())["refresh_token"] == "refresh-2"
    # Another token in the environment makes the kept one void.
    upstream.answers = [rotated("token-3", "refresh-3")]
    scheme = OAuth2RefreshToken("ID", "SECRET", at(upstream), refresh_env="REFRESH")
    async with client_of(upstream, scheme, {**GIVEN, "REFRESH": "mine"}) as client:
        await client._request("GET", "/a")
    assert form(upstream, 4)["refresh_token"] == "mine"


def code_scheme(upstream: Upstream) -> OAuth2AuthorizationCode:
    return OAuth2AuthorizationCode(
        "ID", "SECRET", at(upstream), ("read", "write"), refresh_env="REFRESH"
    )


async def invitation(client: ApiClient) -> dict[str, str]:
    """The query of the address that the person is asked to open."""
    with pytest.raises(ApiError, match="has to sign in first") as caught:
        await client._request("GET", "/a")
    (address,) = (word for word in str(caught.value).split() if word.startswith("http"))
    return {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}


async def browse(address: str, **query: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser:
        async with browser.get(address, params=query) as response:
            return response.status, await response.text()


async def test_a_person_signs_in_and_stays_signed_in(upstream: Upstream, state: Path) -> None:
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        asked = await invitation(client)
        assert (asked["client_id"], asked["scope"]) == ("id-1", "read write")
        assert asked["redirect_uri"].startswith("http://127.0.0.1:")
        assert await invitation(client) == asked
        status, page = await browse(asked["redirect_uri"], code="the-code", state=asked["state"])
        assert (status, "You are signed in" in page) == (200, True)
        upstream.answers = [
            web.json_response({"access_token": "token-1", "refresh_token": "refresh-1"})
        ]
        await client._request("GET", "/a")
    sent = form(upstream, 0)
    assert (sent["grant_type"], sent["code"]) == ("authorization_code", "the-code")
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert asked["code_challenge_method"] == "S256"
    assert upstream.seen[1].headers["authorization"] == "Bearer token-1"
    # The next process has the refresh token.
    upstream.answers = [token("token-2")]
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        await client._request("GET", "/a")
    assert form(upstream, 2)["refresh_token"] == "refresh-1"
    assert stat.S_IMODE((state / "id.json").stat().st_mode) == 0o600


async def test_a_kept_token_that_is_refused_leads_to_a_new_sign_in(
    upstream: Upstream, state: Path
) -> None:
    state.mkdir()
    (state / "id.json").write_text(json.dumps({"owner": "id-1", "refresh_token": "old"}))
    upstream.answers = [web.json_response({"error": "invalid_grant"}, status=400)]
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        await invitation(client)
    assert "old" not in (state / "id.json").read_text()


async def test_only_the_browser_that_was_sent_counts(upstream: Upstream) -> None:
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        asked = await invitation(client)
        where = asked["redirect_uri"]
        assert (await browse(where, code="evil", state="guessed"))[0] == 404
        assert (await browse(where.replace("/callback", "/else"), state=asked["state"]))[0] == 404
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(where).port)
        writer.write(b"x" * 40_000 + b"\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")
        writer.close()
        assert await invitation(client) == asked
    assert upstream.seen == []


async def test_who_refuses_is_asked_again(upstream: Upstream) -> None:
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        asked = await invitation(client)
        _, page = await browse(asked["redirect_uri"], error="access_denied", state=asked["state"])
        assert "not signed in" in page
        with pytest.raises(ApiError, match="was refused"):
            await client._request("GET", "/a")
        assert (await invitation(client))["state"] != asked["state"]


async def test_the_wait_for_the_browser_ends(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WAIT_SECONDS", 0.01)
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        asked = await invitation(client)
        await asyncio.sleep(0.1)
        with pytest.raises(aiohttp.ClientError):
            await browse(asked["redirect_uri"])
        assert (await invitation(client))["state"] != asked["state"]


async def test_the_port_can_be_fixed_and_may_be_taken(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_SIGN_IN_PORT", str(urlsplit(upstream.url).port))
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        with pytest.raises(ApiError, match="MCP_SIGN_IN_PORT is not free"):
            await client._request("GET", "/a")


async def test_nobody_signs_in_over_http(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignIn, "possible", False)
    upstream.answers = [web.Response(status=401)]
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        with pytest.raises(ApiError, match="Set REFRESH in the environment"):
            await client._request("GET", "/a")


async def test_without_a_client_id_it_is_named(upstream: Upstream) -> None:
    upstream.answers = [web.Response(status=401)]
    async with client_of(upstream, code_scheme(upstream), {"SECRET": "x"}) as client:
        with pytest.raises(ApiError, match="Set ID in the environment"):
            await client._request("GET", "/a")


async def test_discovery_names_the_endpoints_once(upstream: Upstream) -> None:
    upstream.answers = [
        web.json_response({"token_endpoint": f"{upstream.url}/found"}),
        token("token-1", 0),
        token("token-2"),
    ]
    scheme = OAuth2ClientCredentials("ID", "SECRET", Endpoints(discovery=f"{upstream.url}/well"))
    async with client_of(upstream, scheme) as client:
        await client._request("GET", "/a")
    paths = [urlsplit(seen.url).path for seen in upstream.seen]
    assert paths[:2] == ["/v1/well", "/v1/found"]
    assert paths.count("/v1/well") == 1


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"token_endpoint": "http://elsewhere.example/token"}, "not https"),
        ({"token_endpoint": "http://["}, "not https"),
        ({"token_endpoint": 5}, "names no token endpoint"),
        ([], "names no token endpoint"),
    ],
)
async def test_discovery_that_is_not_safe_is_refused(
    upstream: Upstream, document: object, problem: str
) -> None:
    upstream.answers = [web.json_response(document)]
    scheme = OAuth2ClientCredentials("ID", "SECRET", Endpoints(discovery=f"{upstream.url}/well"))
    async with client_of(upstream, scheme) as client:
        with pytest.raises(ApiError, match=problem):
            await client._request("GET", "/a")
    assert len(upstream.seen) == 1


async def test_discovery_out_of_reach_is_an_error(upstream: Upstream) -> None:
    scheme = OAuth2ClientCredentials("ID", "SECRET", Endpoints(discovery="http://127.0.0.1:9/"))
    async with client_of(upstream, scheme) as client:
        with pytest.raises(ApiError, match="discovery could not be reached"):
            await client._request("GET", "/a")


async def test_a_scheme_has_to_say_how_it_gets_tokens(upstream: Upstream) -> None:
    scheme = TokenScheme("ID", "SECRET", at(upstream))
    async with aiohttp.ClientSession() as session:
        with pytest.raises(NotImplementedError):
            await scheme.grant(client_of(upstream, scheme)._secrets, session)


async def test_what_is_kept_can_be_damaged(upstream: Upstream, state: Path) -> None:
    state.mkdir()
    (state / "id.json").write_text("[]")
    async with client_of(upstream, code_scheme(upstream), {"ID": "id-1"}) as client:
        await invitation(client)


def test_tokens_lie_in_the_state_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MCP_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert TokenFile("PETS_CLIENT_ID").path == tmp_path / "mcp-servers" / "pets_client_id.json"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert TokenFile("ID").path.parent == tmp_path / ".local" / "state" / "mcp-servers"
