"""The HTTP client of this server: aiohttp, under the names that its code was written for (httpx)."""

import json as jsonlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, NoReturn, Self
from urllib.parse import urlencode

import aiohttp
from multidict import CIMultiDict

from .api_answers import (
    ConnectError,
    ConnectTimeout,
    DecodingError,
    HTTPError,
    HTTPStatusError,
    InvalidURL,
    NetworkError,
    PoolTimeout,
    ProtocolError,
    ProxyError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    Request,
    RequestError,
    Response,
    TimeoutException,
    TooManyRedirects,
    TransportError,
    UnsupportedProtocol,
    WriteError,
    WriteTimeout,
)
from .runtime.sending import Sender, Waits, basic, quoted

__all__ = [
    "AsyncClient",
    "BasicAuth",
    "ConnectError",
    "ConnectTimeout",
    "DecodingError",
    "HTTPError",
    "HTTPStatusError",
    "InvalidURL",
    "Limits",
    "NetworkError",
    "PoolTimeout",
    "ProtocolError",
    "ProxyError",
    "ReadError",
    "ReadTimeout",
    "RemoteProtocolError",
    "Request",
    "RequestError",
    "Response",
    "Timeout",
    "TimeoutException",
    "TooManyRedirects",
    "TransportError",
    "UnsupportedProtocol",
    "WriteError",
    "WriteTimeout",
    "delete",
    "get",
    "head",
    "patch",
    "post",
    "put",
    "request",
]

Values = Mapping[str, Any] | Sequence[tuple[str, Any]]
DEFAULT_SECONDS = 5.0


class BasicAuth(NamedTuple):
    """User and password."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections are open at once."""

    max_connections: int | None = 100
    max_keepalive_connections: int | None = 20
    keepalive_expiry: float | None = 5.0


class Timeout:
    """Seconds that are waited, in all or for each part."""

    def __init__(
        self,
        timeout: float | None = DEFAULT_SECONDS,
        *,
        connect: float | None = None,
        read: float | None = None,
        write: float | None = None,
        pool: float | None = None,
    ) -> None:
        self.connect = timeout if connect is None else connect
        self.read = timeout if read is None else read
        self.write = timeout if write is None else write
        self.pool = timeout if pool is None else pool


class AsyncClient:
    """Sends requests over one aiohttp session."""

    def __init__(
        self,
        *,
        base_url: str = "",
        headers: Mapping[str, str] | None = None,
        params: Values | None = None,
        auth: tuple[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        timeout: Timeout | float | None = DEFAULT_SECONDS,
        limits: Limits | None = None,
        follow_redirects: bool = False,
        verify: bool | str | ssl.SSLContext = True,
    ) -> None:
        self.base_url = base_url
        self.headers = CIMultiDict(headers or {})
        self.params = params
        self._auth = auth
        self._cookies = dict(cookies or {})
        self.timeout = timeout
        self.follow_redirects = follow_redirects
        self.is_closed = False
        trusted = ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify
        most = 100 if limits is None else limits.max_connections
        self._sender = Sender(verify=trusted, connections=most or 0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the session."""
        self.is_closed = True
        await self._sender.close()

    async def get(self, url: str, **options: Any) -> Response:
        """GET; the options are those of `request`."""
        return await self.request("GET", url, **options)

    async def post(self, url: str, **options: Any) -> Response:
        """POST; the options are those of `request`."""
        return await self.request("POST", url, **options)

    async def put(self, url: str, **options: Any) -> Response:
        """PUT; the options are those of `request`."""
        return await self.request("PUT", url, **options)

    async def patch(self, url: str, **options: Any) -> Response:
        """PATCH; the options are those of `request`."""
        return await self.request("PATCH", url, **options)

    async def delete(self, url: str, **options: Any) -> Response:
        """DELETE; the options are those of `request`."""
        return await self.request("DELETE", url, **options)

    async def head(self, url: str, **options: Any) -> Response:
        """HEAD; the options are those of `request`."""
        return await self.request("HEAD", url, **options)

    async def options(self, url: str, **options: Any) -> Response:
        """OPTIONS; the options are those of `request`."""
        return await self.request("OPTIONS", url, **options)

    async def request(
        self, method: str, url: str, *, follow_redirects: bool | None = None, **parts: Any
    ) -> Response:
        """Send a request.

        Args:
            method: GET, POST and so on.
            url: With a base_url, below it.
            follow_redirects: Whether to; as this client does when left out.
            **parts: Those of `build_request`.

        Returns:
            The answer, whatever its status.

        Raises:
            RequestError: The request did not come through.
        """
        request = self.build_request(method, url, **parts)
        return await self.send(request, follow_redirects=follow_redirects)

    def build_request(
        self,
        method: str,
        url: str,
        *,
        params: Values | str | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        content: str | bytes | None = None,
        timeout: Timeout | float | None | object = ...,
    ) -> Request:
        """A request that `send` sends.

        Args:
            method: GET, POST and so on.
            url: With a base_url, below it.
            params: The query; takes the place of one in `url`.
            headers: Besides those of this client.
            auth: User and password; those of this client when left out.
            cookies: Besides those of this client.
            json: A body.
            data: The fields of a form, or a body as it is.
            content: A body as it is.
            timeout: Seconds; that of this client when left out.

        Returns:
            All of it.
        """
        body, kind = _body(json, data, content)
        sent = CIMultiDict(self.headers)
        sent.update(headers or {})
        if kind is not None:
            sent.setdefault("Content-Type", kind)
        if who := auth or self._auth:
            sent["Authorization"] = basic(*who)
        if held := {**self._cookies, **(cookies or {})}:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in held.items())
        waits = _waits(self.timeout if timeout is ... else timeout)
        return Request(method.upper(), self._address(url, params), sent, body or b"", waits)

    async def send(self, request: Request, *, follow_redirects: bool | None = None) -> Response:
        """Send what was built; `request` does both."""
        follow = self.follow_redirects if follow_redirects is None else follow_redirects
        return await self._request(request, follow)

    async def _request(self, request: Request, follow: bool) -> Response:
        begun = monotonic()
        try:
            if not request.url.startswith(("http://", "https://")):
                message = "Request URL is missing an 'http://' or 'https://' protocol."
                raise UnsupportedProtocol(message, request=request)
            answer = await self._sender.send(
                request.method,
                request.url,
                headers=request.headers,
                body=request.content or None,
                waits=request.waits,
                redirects=follow,
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            _fail(error, request)
        return Response(answer, request, timedelta(seconds=monotonic() - begun))

    def _address(self, url: str, params: Values | str | None) -> str:
        whole = str(url)
        if self.base_url and not whole.startswith(("http://", "https://")):
            whole = f"{str(self.base_url).rstrip('/')}/{whole.lstrip('/')}"
        if self.params is not None and not isinstance(params, str):
            params = [*_pairs(self.params), *_pairs(params or ())]
        if params is None:
            return quoted(whole)
        query = params if isinstance(params, str) else urlencode(_pairs(params))
        base = whole.partition("#")[0].partition("?")[0]
        return quoted(f"{base}?{query}" if query else base)


async def request(
    method: str,
    url: str,
    *,
    verify: bool | str | ssl.SSLContext = True,
    timeout: Timeout | float | None = DEFAULT_SECONDS,
    **options: Any,
) -> Response:
    """Send one request; the options are those of `AsyncClient.request`."""
    async with AsyncClient(verify=verify, timeout=timeout) as client:
        return await client.request(method, url, **options)


async def get(url: str, **options: Any) -> Response:
    """GET; the options are those of `request`."""
    return await request("GET", url, **options)


async def post(url: str, **options: Any) -> Response:
    """POST; the options are those of `request`."""
    return await request("POST", url, **options)


async def put(url: str, **options: Any) -> Response:
    """PUT; the options are those of `request`."""
    return await request("PUT", url, **options)


async def patch(url: str, **options: Any) -> Response:
    """PATCH; the options are those of `request`."""
    return await request("PATCH", url, **options)


async def delete(url: str, **options: Any) -> Response:
    """DELETE; the options are those of `request`."""
    return await request("DELETE", url, **options)


async def head(url: str, **options: Any) -> Response:
    """HEAD; the options are those of `request`."""
    return await request("HEAD", url, **options)


def _pairs(values: Values) -> list[tuple[str, str]]:
    items = values.items() if isinstance(values, Mapping) else values
    return [
        (name, _text(one))
        for name, value in items
        for one in (value if isinstance(value, list | tuple) else [value])
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(
    json: Any, data: Mapping[str, Any] | str | bytes | None, content: str | bytes | None
) -> tuple[bytes | None, str | None]:
    """What is sent, and its type."""
    plain = data if isinstance(data, str | bytes) else content
    if plain is not None:
        return (plain.encode() if isinstance(plain, str) else plain), None
    if data and not isinstance(data, str | bytes):
        return urlencode(_pairs(data)).encode(), "application/x-www-form-urlencoded"
    if json is None:
        return None, None
    text = jsonlib.dumps(json, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode(), "application/json"


def _waits(timeout: object) -> Waits:
    if isinstance(timeout, Timeout):
        return Waits(timeout.connect, timeout.read)
    return Waits(timeout, timeout) if isinstance(timeout, int | float) else Waits()


def _fail(error: Exception, request: Request) -> NoReturn:
    """Say in the words of the code what went wrong."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        raise ConnectTimeout("", request=request) from error
    if isinstance(error, TimeoutError):
        raise ReadTimeout("", request=request) from error
    if isinstance(error, aiohttp.ClientConnectorError):
        raise ConnectError("All connection attempts failed", request=request) from error
    if isinstance(error, aiohttp.ServerDisconnectedError):
        message = "Server disconnected without sending a response."
        raise RemoteProtocolError(message, request=request) from error
    if isinstance(error, aiohttp.TooManyRedirects):
        raise TooManyRedirects("Exceeded maximum allowed redirects.", request=request) from error
    if isinstance(error, aiohttp.ClientOSError):
        raise ReadError(str(error), request=request) from error
    raise RemoteProtocolError(str(error), request=request) from error
