"""What all security schemes have in common: where credentials come from and where they go."""

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp

from .redaction import register_secret


@dataclass(slots=True)
class Credentials:
    """Where the credentials of one request go."""

    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


class Secrets:
    """Looks credentials up by the name of their variable and keeps them out of the logs."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._given = dict(given or {})

    def get(self, name: str) -> str:
        """The value of a variable, "" when it is not set."""
        value = self._given.get(name, os.environ.get(name, "")).strip()
        register_secret(value)
        return value

    def __repr__(self) -> str:
        return "Secrets(***)"


class Scheme:
    """One security scheme of the document."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that hold its credentials."""
        raise NotImplementedError

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        """Add the credentials to a request."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop what was obtained with the credentials, because the API refused it."""


def basic(username: str, password: str) -> str:
    """The value of the Authorization header for basic authentication."""
    pair = base64.b64encode(f"{username}:{password}".encode()).decode()
    register_secret(pair)
    return f"Basic {pair}"


def choose(
    security: Sequence[Sequence[str]], schemes: Mapping[str, Scheme], secrets: Secrets
) -> tuple[list[Scheme], list[str]]:
    """Take the first alternative whose credentials are all there.

    Returns:
        Its schemes, and the variables to set when none is complete (or only "no credential" is).
    """
    missing: list[str] = []
    for names in security:
        wanted = [schemes[name] for name in names if name in schemes]
        lacking = [v for scheme in wanted for v in scheme.variables if not secrets.get(v)]
        if wanted and not lacking:
            return wanted, []
        missing += [variable for variable in lacking if variable not in missing]
    return [], missing
