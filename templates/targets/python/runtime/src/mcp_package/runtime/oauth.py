"""Security schemes that fetch tokens and renew them: OAuth 2.0 and OpenID Connect."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pydantic_core import from_json

from .credentials import Credentials, Scheme, Secrets, basic
from .errors import InvalidAnswer
from .redaction import register_secret
from .sign_in import SignIn
from .state import TokenFile
from .wire import read_capped

if TYPE_CHECKING:
    import aiohttp

_MARGIN = 30.0
"""Seconds before its end at which a token is renewed."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where tokens are had.

    Attributes:
        token: The token endpoint.
        authorization: Where people sign in; "" when nobody does.
        discovery: Of OpenID Connect; it says the other two.
    """

    token: str = ""
    authorization: str = ""
    discovery: str = ""

    async def resolved(self, session: aiohttp.ClientSession) -> Endpoints:
        """The endpoints, from the discovery document where there is one.

        Raises:
            InvalidAnswer: It cannot be read, or an address in it is not safe.
        """
        if not self.discovery:
            return self
        import aiohttp

        try:
            async with session.get(_safe(self.discovery), allow_redirects=False) as response:
                found = await _json(response)
        except (aiohttp.ClientError, OSError) as error:
            raise InvalidAnswer(0, "OpenID Connect discovery could not be reached") from error
        token, authorization = found.get("token_endpoint"), found.get("authorization_endpoint", "")
        if not isinstance(token, str) or not isinstance(authorization, str):
            raise InvalidAnswer(0, "OpenID Connect discovery names no token endpoint")
        return Endpoints(token=token, authorization=authorization)


@dataclass(slots=True)
class TokenScheme(Scheme):
    """A bearer token that is fetched when it is needed and renewed before it expires.

    Attributes:
        id_env: Variable of the client id.
        secret_env: Variable of the client secret.
        endpoints: Where tokens are had.
        scopes: What is asked for.
    """

    id_env: str
    secret_env: str
    endpoints: Endpoints
    scopes: tuple[str, ...] = ()
    _token: str | None = field(default=None, repr=False)
    _expires: float = 0.0
    _known: Endpoints | None = None
    _fetching: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def header(self) -> str:
        return "Authorization"

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        while not self._token or time.monotonic() >= self._expires:
            # One fetch for all waiting calls; a cancelled call must not cancel it for the others.
            if self._fetching is None or self._fetching.done():
                self._fetching = asyncio.create_task(self._fetch(secrets, session))
            await asyncio.shield(self._fetching)
        out.headers["Authorization"] = f"Bearer {self._token}"

    def forget(self) -> None:
        self._token = None

    async def grant(self, secrets: Secrets, session: aiohttp.ClientSession) -> dict[str, Any]:
        """Get a token: the answer of the token endpoint."""
        raise NotImplementedError

    async def _fetch(self, secrets: Secrets, session: aiohttp.ClientSession) -> None:
        answer = await self.grant(secrets, session)
        register_secret(answer["access_token"])
        self._token = answer["access_token"]
        lifetime = _seconds(answer.get("expires_in"))
        self._expires = time.monotonic() + max(1.0, lifetime - _MARGIN)

    async def known(self, session: aiohttp.ClientSession) -> Endpoints:
        """The endpoints; looked up once."""
        if self._known is None:
            self._known = await self.endpoints.resolved(session)
        return self._known

    async def ask(
        self, data: dict[str, str], secrets: Secrets, session: aiohttp.ClientSession
    ) -> dict[str, Any]:
        """Ask the token endpoint. A client without a secret says its id in the body (RFC 6749, 3.2.1).

        Raises:
            InvalidAnswer: It gave no token, or could not be reached.
        """
        import aiohttp

        client, secret = secrets.get(self.id_env), secrets.get(self.secret_env)
        headers = {"Accept": "application/json"}
        if secret:
            headers["Authorization"] = basic(quote(client, safe=""), quote(secret, safe=""))
        elif client:
            data = {**data, "client_id": client}
        url = _safe((await self.known(session)).token)
        try:
            async with session.post(
                url, data=data, headers=headers, allow_redirects=False
            ) as response:
                answer = await _json(response)
        except (aiohttp.ClientError, OSError) as error:
            raise InvalidAnswer(0, "the token endpoint could not be reached") from error
        if not isinstance(answer.get("access_token"), str):
            raise InvalidAnswer(
                response.status,
                "the token endpoint gave no token; check client id, secret, tokens and scopes in "
                "the environment of this server",
            )
        return answer


@dataclass(slots=True)
class OAuth2ClientCredentials(TokenScheme):
    """A token for the server itself, by client id and secret (RFC 6749, 4.4)."""

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.id_env, self.secret_env)

    async def grant(self, secrets: Secrets, session: aiohttp.ClientSession) -> dict[str, Any]:
        data = {"grant_type": "client_credentials"}
        if self.scopes:
            data["scope"] = " ".join(self.scopes)
        return await self.ask(data, secrets, session)


@dataclass(slots=True)
class OAuth2RefreshToken(TokenScheme):
    """A token by a refresh token of the environment (RFC 6749, 6).

    A server that gives a new refresh token with each token makes the old one worthless. The new one
    is kept in the state folder, for as long as the environment has the one that it came from.
    """

    refresh_env: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.refresh_env,)

    async def grant(self, secrets: Secrets, session: aiohttp.ClientSession) -> dict[str, Any]:
        given = secrets.get(self.refresh_env)
        owner = hashlib.sha256(given.encode()).hexdigest()
        file = TokenFile(self.refresh_env)
        return await refreshed(self, file, owner, given, secrets, session)


@dataclass(slots=True)
class OAuth2AuthorizationCode(TokenScheme):
    """A token for the person at this machine, who signs in with a browser (RFC 6749, 4.1; RFC 8252).

    Only over stdio: over HTTP the person is somewhere else, and one person's token would serve all.
    """

    refresh_env: str = ""
    _sign_in: SignIn | None = field(default=None, repr=False)

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.id_env,)

    def lacking(self, secrets: Secrets) -> list[str]:
        if not secrets.get(self.id_env):
            return [self.id_env]
        return [] if SignIn.possible else [self.refresh_env]

    async def grant(self, secrets: Secrets, session: aiohttp.ClientSession) -> dict[str, Any]:
        file = TokenFile(self.id_env)
        owner = secrets.get(self.id_env)
        kept = file.read(owner).get("refresh_token", "")
        if kept:
            try:
                return await refreshed(self, file, owner, kept, secrets, session)
            except InvalidAnswer as error:
                if error.status not in (400, 401):
                    raise
                file.write(owner, {})  # it is worthless; the person has to sign in again
        known = await self.known(session)
        if self._sign_in is None or self._sign_in.over:
            self._sign_in = SignIn(_safe(known.authorization), owner, self.scopes)
        # Raises the invitation to sign in until the person has done so.
        data = await self._sign_in.redeem()
        self._sign_in = None
        answer = await self.ask(data, secrets, session)
        _keep(file, owner, "", answer)
        return answer


async def refreshed(
    scheme: TokenScheme,
    file: TokenFile,
    owner: str,
    given: str,
    secrets: Secrets,
    session: aiohttp.ClientSession,
) -> dict[str, Any]:
    """Get a token by a refresh token, and keep the next one where there is one."""
    token = file.read(owner).get("refresh_token") or given
    register_secret(token)
    data = {"grant_type": "refresh_token", "refresh_token": token}
    answer = await scheme.ask(data, secrets, session)
    _keep(file, owner, token, answer)
    return answer


def _keep(file: TokenFile, owner: str, before: str, answer: dict[str, Any]) -> None:
    token = answer.get("refresh_token")
    if isinstance(token, str) and token and token != before:
        register_secret(token)
        file.write(owner, {"refresh_token": token})


def _safe(url: str) -> str:
    """Refuse to send secrets in the clear, except to this machine (RFC 6749, 3.2).

    Raises:
        InvalidAnswer: The address is neither.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    loopback = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not (parts.hostname and (parts.scheme == "https" or loopback)):
        raise InvalidAnswer(0, "the address of an OAuth endpoint is not https")
    return url


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """Read the answer of an authorization server without showing any of it."""
    body = await read_capped(response, 100_000)
    try:
        answer = from_json(body or b"") if response.status == 200 else None
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {}


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 3600.0
