"""Who may talk to this server over HTTP: a fixed bearer token, or JWTs of an issuer."""

import asyncio
import hmac
import logging
from collections.abc import Mapping
from typing import Any

import jwt

from .logs import describe, log
from .settings import Settings

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"]


class TokenCheck:
    """Checks the Authorization header of a request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = (
            jwt.PyJWKClient(settings.jwks_url, timeout=5, cache_keys=True)
            if settings.jwks_url
            else None
        )

    @property
    def required(self) -> bool:
        """Whether clients have to send a token at all."""
        settings = self._settings
        return bool(settings.server_token or settings.jwks_url or settings.public_key)

    async def accepts(self, authorization: str) -> bool:
        """Say whether the header carries a valid token. The comparison takes constant time."""
        return await self.claims(authorization) is not None

    async def claims(self, authorization: str) -> Mapping[str, Any] | None:
        """What the token of the header says; nothing for the fixed one; None when it is not valid."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        wanted = self._settings.server_token
        if wanted and hmac.compare_digest(token.encode(), wanted.encode()):
            return {}
        if not (self._keys or self._settings.public_key):
            return None
        try:
            return await asyncio.to_thread(self._decode, token)
        except jwt.PyJWTError as error:
            log(logging.INFO, "token refused", **describe(error))
            return None

    def _decode(self, token: str) -> Mapping[str, Any]:
        """Check signature, expiry, audience and issuer; fetches the issuer's keys when needed."""
        key: Any = self._settings.public_key
        if self._keys is not None:
            key = self._keys.get_signing_key_from_jwt(token).key
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=self._settings.audience,
            issuer=self._settings.issuer or None,
            options={"require": ["exp", "aud"]},
        )
        return claims
