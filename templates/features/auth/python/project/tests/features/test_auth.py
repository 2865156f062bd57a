"""Tests of scopes and of what clients are told about tokens, over HTTP with real JWTs."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import ec
from mcp_types import ToolAnnotations

from mcp_package.features.auth import Auth, read_scopes, require_scope, resource
from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.tools import ToolServer
from tests.in_memory import call, connected, text_of

from .over_http import Serving, serving

RESOURCE = "https://mcp.example.com/mcp"
ISSUER = "https://login.example.com"


def make_server() -> ToolServer:
    server = ToolServer("x", version="1", tools=[], extensions=[Auth()])

    @server.tool(annotations=ToolAnnotations(read_only_hint=True))
    async def look() -> str:
        return "looked"

    @server.tool()
    async def change() -> str:
        return "changed"

    @server.tool(annotations=ToolAnnotations(read_only_hint=True))
    @require_scope("books:admin")
    async def count(shelf: int) -> str:
        """Count books."""
        return str(shelf)

    return server


async def test_nothing_is_changed_until_somebody_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with connected(make_server()) as client:
        assert text_of(await call(client, "look", {})) == "looked"
        refused = await call(client, "change", {})
        assert refused.is_error
        assert "needs the scope write. The caller has: read." in text_of(refused)
        monkeypatch.setenv("MCP_SCOPES", "read,write")
        assert text_of(await call(client, "change", {})) == "changed"


async def test_own_tools_keep_their_signature_and_ask_for_their_scope(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with connected(make_server()) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools["count"].input_schema["properties"]) == ["shelf"]
        assert "books:admin" in text_of(await call(client, "count", {"shelf": 3}))
        monkeypatch.setenv("MCP_SCOPES", "read books:admin")
        assert text_of(await call(client, "count", {"shelf": 3})) == "3"


async def test_single_tools_may_need_other_scopes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_TOOL_SCOPES", "look=secret")
    async with connected(make_server()) as client:
        assert "needs the scope secret" in text_of(await call(client, "look", {}))


class Issuer:
    """Makes tokens, and serves the keys to check them."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def token(self, **claims: Any) -> str:
        said = {"aud": RESOURCE, "iss": ISSUER, "exp": time.time() + 60, **claims}
        return jwt.encode(said, self.key, algorithm="ES256", headers={"kid": "1"})

    async def keys(self, request: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [public | {"kid": "1", "alg": "ES256", "use": "sig"}]})


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def served(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Serving]:
    app = web.Application()
    app.router.add_get("/keys", issuer.keys)
    async with TestServer(app) as keys:
        monkeypatch.setenv("MCP_JWT_JWKS_URL", str(keys.make_url("/keys")))
        monkeypatch.setenv("MCP_JWT_ISSUER", ISSUER)
        monkeypatch.setenv("MCP_JWT_AUDIENCE", RESOURCE)
        monkeypatch.setenv("MCP_RESOURCE_URL", RESOURCE)
        async with serving(make_server()) as server:
            yield server


async def test_clients_find_the_authorization_server(served: Serving) -> None:
    refused = await served.call("look")
    challenge = refused.headers["WWW-Authenticate"]
    assert refused.status == 401
    at = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"'
    assert at in challenge
    found = await served.get("/.well-known/oauth-protected-resource/mcp")
    assert found.status == 200
    assert json.loads(found.text) == {
        "resource": RESOURCE,
        "authorization_servers": [ISSUER],
        "scopes_supported": ["read", "write"],
        "bearer_methods_supported": ["header"],
    }


@pytest.mark.parametrize(
    ("claims", "tool", "says"),
    [
        ({"scope": "read"}, "look", "looked"),
        ({"scope": "read"}, "change", "needs the scope write"),
        ({"scp": ["read", "write"]}, "change", "changed"),
        ({}, "look", "The caller has: none"),
    ],
)
async def test_a_token_has_the_scopes_that_its_issuer_gave(
    served: Serving, issuer: Issuer, claims: dict[str, Any], tool: str, says: str
) -> None:
    answer = await served.call(tool, Authorization=f"Bearer {issuer.token(**claims)}")
    assert (answer.status, says in answer.text) == (200, True)


@pytest.mark.parametrize("claims", [{"aud": "https://other"}, {"iss": "x"}, {"exp": 1}])
async def test_tokens_of_others_are_refused(
    served: Serving, issuer: Issuer, claims: dict[str, Any]
) -> None:
    token = issuer.token(scope="read write", **claims)
    assert (await served.call("look", Authorization=f"Bearer {token}")).status == 401


def test_wrong_settings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError):
        read_scopes("look")
    monkeypatch.setenv("MCP_RESOURCE_URL", "mcp.example.com")
    with pytest.raises(SettingsError, match="must be an address"):
        resource()
    monkeypatch.setenv("MCP_RESOURCE_URL", RESOURCE)
    monkeypatch.setenv("MCP_JWT_AUDIENCE", "other")
    with pytest.raises(SettingsError, match="the same as"):
        resource()
