"""The client that the generated one is made from; delivery.py sends what it prepares."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from copy import copy
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .answers import ApiResponse, check, decode
from .bodies import Body
from .calls import Call, authorize, checked_url, prepare
from .credentials import Scheme, Secrets
from .errors import ApiError, InvalidAnswer
from .extensions import Extension, through_requests
from .settings import flag, number
from .wire import open_socket

if TYPE_CHECKING:
    import aiohttp

    from .delivery import Delivered

CONNECT_TIMEOUT = 5.0


class ApiClient:
    """Base of the generated client. Use it as an async context manager, or call `close()`.

    Args:
        base_url: Where the API is; `{PREFIX}_BASE_URL` or the document's server when left out.
        timeout: Seconds for a whole call, retries included; `{PREFIX}_TIMEOUT` or 30.
        credentials: Values that win over the environment variables of the same names.
        extensions: What stands around each request.

    Raises:
        SettingsError: The base URL or the timeout cannot be used.
    """

    default_base_url: ClassVar[str] = ""
    env_prefix: ClassVar[str] = "API"
    user_agent: ClassVar[str] = "mcp-server"
    schemes: ClassVar[Mapping[str, Scheme]] = {}
    default_security: ClassVar[Sequence[Sequence[str]]] = ()
    error_class: ClassVar[type[ApiError]] = ApiError
    max_bytes: ClassVar[int] = 10_000_000
    max_connections: ClassVar[int] = 100

    def __init__(
        self,
        base_url: str | None = None,
        timeout: float | None = None,
        credentials: Mapping[str, str] | None = None,
        extensions: Sequence[Extension] = (),
    ) -> None:
        variable = f"{self.env_prefix}_BASE_URL"
        configured = base_url or os.environ.get(variable, "")
        self._configured = bool(configured)
        self.base_url = checked_url(configured or self.default_base_url, variable)
        self.timeout = timeout or number(f"{self.env_prefix}_TIMEOUT", 30.0)
        self.strict = flag("MCP_STRICT_ANSWERS")
        self._secrets = Secrets(credentials)
        self._extensions = extensions
        # Copies, because a scheme may keep a token that belongs to these credentials only.
        self._schemes = {name: copy(scheme) for name, scheme in self.schemes.items()}
        contexts = (scheme.tls(self._secrets) for scheme in self._schemes.values())
        self._tls = next((context for context in contexts if context is not None), True)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _ensure_session(self) -> aiohttp.ClientSession:
        """The session of the running event loop; a session cannot move to another loop.

        aiohttp is a fifth of what it takes to start, so it waits for the first request.
        """
        import aiohttp

        from .delivery import send_once

        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._loop = loop
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self.max_connections, ssl=self._tls, socket_factory=open_socket
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT),
                headers={"User-Agent": self.user_agent},
                skip_auto_headers=("Content-Type",),
                middlewares=(send_once,),
            )
        return self._session

    async def _deliver(self, call: Call, session: aiohttp.ClientSession) -> Delivered:
        from .delivery import deliver

        call.seconds = self.timeout

        async def proceed() -> Delivered:
            return await deliver(call, session, self.timeout, self.max_bytes, self.error_class)

        return await through_requests(self._extensions, call, proceed)

    async def _request(
        self,
        method: str,
        template: str,
        /,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: Body | None = None,
        security: Sequence[Sequence[str]] | None = None,
        accept: str = "application/json",
        returns: Any = None,
        server: str = "",
    ) -> ApiResponse:
        """Send one request and give the answer as it came.

        Args:
            method: The HTTP method.
            template: The path of the operation with its `{placeholders}`.
            path: Path arguments by wire name; each is one encoded segment.
            query: Query parameters by wire name; None and UNSET are left out.
            headers: Header parameters by wire name.
            cookies: Cookie parameters by wire name.
            body: The request body.
            security: OR of ANDs of scheme names; the default of the class when left out.
            accept: The media types of a good answer; "" when it has no content.
            returns: The type that the document promises; a difference is logged.
            server: The operation's own server; used unless a base URL is configured.

        Raises:
            ArgumentError: An argument cannot be sent; no request was made.
            ApiError: The API refused, failed, or could not be reached in time.
        """
        call = prepare(
            method,
            template,
            server if server and not self._configured else self.base_url,
            path=path or {},
            query=query or {},
            headers=headers or {},
            cookies=cookies or {},
            body=body,
            accept=accept,
        )
        wanted = self.default_security if security is None else security
        try:
            async with asyncio.timeout(self.timeout):
                session = self._ensure_session()
                await authorize(call, wanted, self._schemes, self._secrets, session)
                status, got, raw = await self._deliver(call, session)
            kind = got.get("Content-Type", "")
            media, data = decode(status, kind, raw, accept=accept, strict=self.strict)
            check(call.operation, data, returns, len(raw), strict=self.strict)
        except TimeoutError:
            from . import failures

            raise self.error_class(0, failures.timed_out(call.operation, self.timeout)) from None
        except InvalidAnswer as error:
            text = f"{call.operation} (status {error.status}): {error}."
            raise self.error_class(error.status, text) from error.__cause__
        return ApiResponse(status, got, media, data, returns)
