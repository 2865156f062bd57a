"""Security schemes with credentials from the environment; oauth.py has those that fetch tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .credentials import Credentials, Scheme, Secrets, basic

if TYPE_CHECKING:
    import aiohttp


@dataclass(frozen=True, slots=True)
class ApiKey(Scheme):
    """An API key in a header, the query or a cookie."""

    env: str
    location: Literal["header", "query", "cookie"]
    name: str

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.env,)

    @property
    def header(self) -> str:
        return self.name if self.location == "header" else ""

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

    @property
    def header(self) -> str:
        return "Authorization"

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

    @property
    def header(self) -> str:
        return "Authorization"

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        out.headers["Authorization"] = basic(
            secrets.get(self.username_env), secrets.get(self.password_env)
        )
