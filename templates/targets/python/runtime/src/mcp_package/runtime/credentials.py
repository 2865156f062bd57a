"""What all security schemes have in common: where credentials come from and where they go."""

from __future__ import annotations

import base64
import os
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import SettingsError
from .redaction import register_secret

if TYPE_CHECKING:
    import aiohttp


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

    @property
    def header(self) -> str:
        """The header that it fills; "" for none."""
        return ""

    def lacking(self, secrets: Secrets) -> list[str]:
        """The variables without which it cannot be used."""
        return [name for name in self.variables if not secrets.get(name)]

    def tls(self, secrets: Secrets) -> ssl.SSLContext | None:
        """What connections need for it; None for the usual."""
        return None

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        """Add the credentials to a request."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop what was obtained with the credentials, because the API refused it."""


@dataclass(frozen=True, slots=True)
class MutualTls(Scheme):
    """A client certificate: files in PEM format, named by variables."""

    certificate_env: str
    key_env: str
    password_env: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.certificate_env, self.key_env)

    def tls(self, secrets: Secrets) -> ssl.SSLContext | None:
        """Trust what the system trusts, and show the certificate to servers that ask for one.

        Raises:
            SettingsError: The files cannot be used together.
        """
        certificate, key = (secrets.get(name) for name in self.variables)
        if not certificate:
            return None
        context = ssl.create_default_context()
        try:
            context.load_cert_chain(certificate, key or None, secrets.get(self.password_env))
        except (OSError, ValueError):
            raise SettingsError(
                f"{self.certificate_env} and {self.key_env} must name a certificate and its key, "
                "PEM files that this server may read"
            ) from None
        return context

    async def apply(
        self, out: Credentials, secrets: Secrets, session: aiohttp.ClientSession
    ) -> None:
        """Nothing: the connection shows the certificate."""


def basic(username: str, password: str) -> str:
    """The value of the Authorization header for basic authentication."""
    pair = base64.b64encode(f"{username}:{password}".encode()).decode()
    register_secret(pair)
    return f"Basic {pair}"


def choose(
    security: Sequence[Sequence[str]],
    schemes: Mapping[str, Scheme],
    secrets: Secrets,
    passed: Mapping[str, str],
) -> tuple[list[Scheme], list[str]]:
    """Take the first alternative whose credentials are all there.

    Args:
        security: OR of ANDs of names.
        schemes: What the names mean.
        secrets: The credentials of this server.
        passed: Headers of the caller that take the place of credentials.

    Returns:
        Its schemes, and the variables to set when none is complete (or only "no credential" is).
    """
    missing: list[str] = []
    for names in security:
        wanted = [schemes[name] for name in names if name in schemes]
        # A client certificate may be added on the way to the API: beside others it is not asked for.
        needed = [scheme for scheme in wanted if not isinstance(scheme, MutualTls)] or wanted
        own = [scheme for scheme in needed if scheme.header.lower() not in passed]
        lacking = [variable for scheme in own for variable in scheme.lacking(secrets)]
        if wanted and not lacking:
            return wanted, []
        missing += [variable for variable in lacking if variable not in missing]
    return [], missing
