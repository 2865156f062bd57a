"""The security schemes of the document, with credentials from the environment."""

import asyncio
import os
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import aiohttp
from pydantic_core import from_json

from .credentials import Credentials, Scheme, Secrets, basic
from .errors import InvalidAnswer
from .redaction import register_secret
from .wire import read_capped


@dataclass(frozen=True, slots=True)
class ApiKey(Scheme):
    """An API key in a header, the query or a cookie."""

    env: str
    location: Literal["header", "query", "cookie"]
    name: str

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.env,)

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        places = {"header": out.headers, "query": out.query, "cookie": out.cookies}
        places[self.location][self.name] = secrets.get(self.env)


@dataclass(frozen=True, slots=True)
class Bearer(Scheme):
    """A token in the Authorization header; other HTTP schemes by their name."""

    env: str
    scheme: str = "Bearer"

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.env,)

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        out.headers["Authorization"] = f"{self.scheme} {secrets.get(self.env)}"


@dataclass(frozen=True, slots=True)
class Basic(Scheme):
    """User name and password in the Authorization header."""

    username_env: str
    password_env: str

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.username_env, self.password_env)

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        out.headers["Authorization"] = basic(
            secrets.get(self.username_env), secrets.get(self.password_env)
        )


@dataclass(slots=True)
class OAuth2ClientCredentials(Scheme):
    """A token that is fetched with client id and secret and renewed before it expires."""

    id_env: str
    secret_env: str
    token_url: str
    scopes: tuple[str, ...] = ()
    token_url_env: str = ""
    _token: str = ""
    _expires: float = 0.0
    _fetching: asyncio.Task[None] | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.id_env, self.secret_env)

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
        self._token = ""

    async def _fetch(self, secrets: Secrets, session: aiohttp.ClientSession) -> None:
        """Ask the token endpoint (RFC 6749 section 4.4)."""
        url = os.environ.get(self.token_url_env, "") or self.token_url
        data = {"grant_type": "client_credentials"}
        if self.scopes:
            data["scope"] = " ".join(self.scopes)
        user, password = (quote(secrets.get(name), safe="") for name in self.variables)
        headers = {"Authorization": basic(user, password), "Accept": "application/json"}
        try:
            async with session.post(
                url, data=data, headers=headers, allow_redirects=False
            ) as response:
                answer = await _token_answer(response)
        except (aiohttp.ClientError, OSError) as error:
            raise InvalidAnswer(0, "the token endpoint could not be reached") from error
        register_secret(answer["access_token"])
        self._token = answer["access_token"]
        self._expires = time.monotonic() + max(1.0, _seconds(answer.get("expires_in")) - 30)


async def _token_answer(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """Read the answer of a token endpoint without showing any of it."""
    body = await read_capped(response, 100_000)
    try:
        answer = from_json(body or b"") if response.status == 200 else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
        raise InvalidAnswer(
            response.status,
            "the token endpoint gave no token; check client id, secret and scopes in the "
            "environment of this server",
        )
    return answer


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 3600.0
