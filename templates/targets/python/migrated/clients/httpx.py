"""The HTTP client of this server: aiohttp, under the names that its code was written for (httpx)."""

import json as jsonlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from types import TracebackType
from typing import Any, NoReturn, Self
from urllib.parse import urlencode

import aiohttp
from multidict import CIMultiDict

from .runtime.sending import Answer, Limits, Sender, charset, decoded, quoted

Values = Mapping[str, Any] | Sequence[tuple[str, Any]]
DEFAULT_SECONDS = 5.0


class HTTPError(Exception):
    """A request failed, or its answer says so."""

    def __init__(self, message: str, *, request: "Request | None" = None) -> None:
        super().__init__(message)
        self.request = request


class RequestError(HTTPError):
    """A request did not come through."""


class TransportError(RequestError):
    """The connection failed."""


class TimeoutException(TransportError):
    """A limit was reached."""


class ConnectTimeout(TimeoutException):
    """No connection within the limit."""


class ReadTimeout(TimeoutException):
    """No answer within the limit."""


class NetworkError(TransportError):
    """The network failed."""


class ConnectError(NetworkError):
    """There is no connection."""


class ReadError(NetworkError):
    """The connection broke."""


class RemoteProtocolError(TransportError):
    """The answer is no HTTP."""


class UnsupportedProtocol(TransportError):
    """The address is no http:// or https:// one."""


class TooManyRedirects(RequestError):
    """Redirects without end."""


class HTTPStatusError(HTTPError):
    """The status of an answer says that the request failed."""

    def __init__(self, message: str, *, request: "Request", response: "Response") -> None:
        super().__init__(message, request=request)
        self.response = response


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


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent."""

    method: str
    url: str


class Response:
    """An answer that was read to its end."""

    def __init__(self, answer: Answer, request: Request, elapsed: timedelta) -> None:
        self.status_code = answer.status
        self.reason_phrase = answer.reason
        self.headers = answer.headers
        self.content = answer.body
        self.url = answer.url
        self.request = request
        self.elapsed = elapsed

    def __repr__(self) -> str:
        return f"<Response [{self.status_code} {self.reason_phrase}]>"

    @property
    def text(self) -> str:
        """The body, in the encoding that it names."""
        return decoded(self.content, charset(self.headers))

    @property
    def is_success(self) -> bool:
        """A status of 200 to 299."""
        return 200 <= self.status_code <= 299

    @property
    def is_error(self) -> bool:
        """A status of 400 and above."""
        return 400 <= self.status_code <= 599

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: It is none.
        """
        return jsonlib.loads(self.content)

    def raise_for_status(self) -> "Response":
        """This answer.

        Raises:
            HTTPStatusError: Its status is no success.
        """
        if self.is_success:
            return self
        kinds = {1: "Informational response", 3: "Redirect response", 4: "Client error"}
        kind = kinds.get(self.status_code // 100, "Server error")
        target = self.headers.get("location", "")
        moved = f"\nRedirect location: '{target}'" if kind.startswith("Redirect") and target else ""
        page = f"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{self.status_code}"
        raise HTTPStatusError(
            f"{kind} '{self.status_code} {self.reason_phrase}' for url '{self.url}'{moved}\n"
            f"For more information check: {page}",
            request=self.request,
            response=self,
        )


class AsyncClient:
    """Sends requests over one aiohttp session."""

    def __init__(
        self,
        *,
        base_url: str = "",
        headers: Mapping[str, str] | None = None,
        params: Values | None = None,
        timeout: Timeout | float | None = DEFAULT_SECONDS,
        follow_redirects: bool = False,
        verify: bool | ssl.SSLContext = True,
    ) -> None:
        self.base_url = base_url
        self.headers = CIMultiDict(headers or {})
        self.params = params
        self.timeout = timeout
        self.follow_redirects = follow_redirects
        self.is_closed = False
        self._sender = Sender(verify=verify)

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

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Values | str | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, Any] | str | bytes | None = None,
        content: str | bytes | None = None,
        timeout: Timeout | float | None | object = ...,
        follow_redirects: bool | None = None,
    ) -> Response:
        """Send a request.

        Args:
            method: GET, POST and so on.
            url: With a base_url, below it.
            params: The query; takes the place of one in `url`.
            headers: Besides those of this client.
            json: A body.
            data: The fields of a form, or a body as it is.
            content: A body as it is.
            timeout: Seconds; that of this client when left out.
            follow_redirects: Whether to; as this client does when left out.

        Returns:
            The answer, whatever its status.

        Raises:
            RequestError: The request did not come through.
        """
        body, kind = _body(json, data, content)
        sent = CIMultiDict(self.headers)
        sent.update(headers or {})
        if kind is not None:
            sent.setdefault("Content-Type", kind)
        follow = self.follow_redirects if follow_redirects is None else follow_redirects
        limits = _limits(self.timeout if timeout is ... else timeout)
        request = Request(method.upper(), self._address(url, params))
        return await self._request(request, sent, body, limits, follow)

    async def _request(
        self,
        request: Request,
        headers: CIMultiDict[str],
        body: bytes | None,
        limits: Limits,
        follow: bool,
    ) -> Response:
        begun = monotonic()
        try:
            if not request.url.startswith(("http://", "https://")):
                message = "Request URL is missing an 'http://' or 'https://' protocol."
                raise UnsupportedProtocol(message, request=request)
            answer = await self._sender.send(
                request.method,
                request.url,
                headers=headers,
                body=body,
                limits=limits,
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


def _limits(timeout: object) -> Limits:
    if isinstance(timeout, Timeout):
        return Limits(timeout.connect, timeout.read)
    return Limits(timeout, timeout) if isinstance(timeout, int | float) else Limits()


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
