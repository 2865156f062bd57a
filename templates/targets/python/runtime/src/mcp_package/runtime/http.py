"""The one place that speaks HTTP: deadlines, retries, limits, redirects, errors."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, ClassVar, Self

import aiohttp
from yarl import URL

from . import failures, retries
from .answers import ApiResponse, check, decode
from .auth import Scheme, Secrets
from .bodies import Body
from .calls import Call, authorize, checked_url, prepare
from .errors import ApiError, InvalidAnswer
from .settings import flag, number
from .wire import read_capped

CONNECT_TIMEOUT = 5.0
MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ERROR_BYTES = 64_000


class ApiClient:
    """Base of the generated client. Use it as an async context manager, or call `close()`.

    Args:
        base_url: Where the API is; `{PREFIX}_BASE_URL` or the document's server when left out.
        timeout: Seconds for a whole call, retries included; `{PREFIX}_TIMEOUT` or 30.
        credentials: Values that win over the environment variables of the same names.

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
    ) -> None:
        variable = f"{self.env_prefix}_BASE_URL"
        configured = base_url or os.environ.get(variable, "")
        self._configured = bool(configured)
        self.base_url = checked_url(configured or self.default_base_url, variable)
        self.timeout = timeout or number(f"{self.env_prefix}_TIMEOUT", 30.0)
        self.strict = flag("MCP_STRICT_ANSWERS")
        self._secrets = Secrets(credentials)
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
        """The session of the running event loop; a session cannot move to another loop."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._loop = loop
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.max_connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT),
                headers={"User-Agent": self.user_agent},
                skip_auto_headers=("Content-Type",),
            )
        return self._session

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
                await authorize(call, wanted, self.schemes, self._secrets, session)
                status, got, raw = await self._deliver(call, session)
            kind = got.get("Content-Type", "")
            media, data = decode(status, kind, raw, accept=accept, strict=self.strict)
            check(call.operation, data, returns, len(raw), strict=self.strict)
        except TimeoutError:
            raise self.error_class(0, failures.timed_out(call.operation, self.timeout)) from None
        except InvalidAnswer as error:
            text = f"{call.operation} (status {error.status}): {error}."
            raise self.error_class(error.status, text) from error.__cause__
        return ApiResponse(status, got, media, data, returns)

    async def _deliver(
        self, call: Call, session: aiohttp.ClientSession
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send until there is a good answer, or no reason to hope for one."""
        deadline = asyncio.get_running_loop().time() + self.timeout
        attempt = 0
        while True:
            attempt += 1
            try:
                status, got, raw = await self._follow(call, session)
            except (aiohttp.ClientError, OSError) as error:
                # Connections that break are tried once more, answers that say "later" twice.
                again = attempt == 1 and retries.may_repeat(call.method, call.headers)
                if not again or not failures.is_passing(error):
                    raise self.error_class(0, failures.no_answer(call.operation, error)) from error
                await asyncio.sleep(retries.backoff(attempt))
                continue
            if status < 300 or status == 304:
                return status, got, raw
            asked = retries.retry_after(got.get("Retry-After"))
            wait = retries.backoff(attempt) if asked is None else asked
            too_late = asyncio.get_running_loop().time() + wait >= deadline
            if (
                attempt == retries.MAX_TRIES
                or wait > retries.MAX_WAIT
                or too_late
                or not retries.may_repeat(call.method, call.headers, status)
            ):
                raise self._refusal(call, status, got, raw, asked)
            await asyncio.sleep(wait)

    def _refusal(
        self, call: Call, status: int, got: Mapping[str, str], raw: bytes, asked: float | None
    ) -> ApiError:
        """The error for a status of 300 and above."""
        if status == 401:
            for scheme in call.schemes:
                scheme.forget()
        message, details = failures.refused(
            call.operation,
            status,
            got,
            raw,
            wait=asked,
            missing=call.missing,
            variables=call.variables,
        )
        return self.error_class(status, message, details)

    async def _follow(
        self, call: Call, session: aiohttp.ClientSession
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send once, and follow redirects that stay at the same origin."""
        method, url, data = call.method, call.url, call.data
        for _ in range(MAX_REDIRECTS + 1):
            async with session.request(
                method, url, headers=call.headers, data=data, allow_redirects=False
            ) as response:
                status, location = response.status, response.headers.get("Location", "")
                if status not in _REDIRECTS or not location:
                    limit = self.max_bytes if status < 300 else _ERROR_BYTES
                    raw = b"" if method == "HEAD" else await read_capped(response, limit)
                    if raw is None and status < 300:
                        raise InvalidAnswer(status, failures.too_large(limit))
                    return status, response.headers, raw or b""
            target = _joined(url, location)
            if target is None or target.origin() != url.origin():
                break
            url = target
            if status == 303:
                method, data = "GET", None
        raise self.error_class(status, failures.redirected(call.operation, status))


def _joined(url: URL, location: str) -> URL | None:
    try:
        target = url.join(URL(location, encoded=True))
        return target if target.host else None
    except ValueError:
        return None
