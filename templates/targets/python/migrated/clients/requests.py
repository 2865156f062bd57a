"""The HTTP client of this server: aiohttp, under the names that its code was written for (requests)."""

import json as jsonlib
import ssl
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, NoReturn, Self
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp
from multidict import CIMultiDict

from .runtime.sending import Answer, Sender, Waits, basic, charset, decoded, quoted

Values = Mapping[str, Any] | Sequence[tuple[str, Any]]
Seconds = float | tuple[float | None, float | None] | None
Certificate = str | tuple[str, str] | None
MAX_REDIRECTS = 30


class RequestException(IOError):
    """A request failed, or its answer says so."""

    def __init__(self, *values: Any, response: "Response | None" = None) -> None:
        super().__init__(*values)
        self.response = response


class HTTPError(RequestException):
    """The status of an answer says that the request failed."""

    response: "Response"


class ConnectionError(RequestException):
    """There is no connection."""


class SSLError(ConnectionError):
    """A certificate that is not trusted."""


class ProxyError(ConnectionError):
    """The proxy failed."""


class Timeout(RequestException):
    """A limit was reached."""


class ConnectTimeout(ConnectionError, Timeout):
    """No connection within the limit."""


class ReadTimeout(Timeout):
    """No answer within the limit."""


class TooManyRedirects(RequestException):
    """Redirects without end."""


class InvalidURL(RequestException, ValueError):
    """An address that names no service."""


class MissingSchema(InvalidURL):
    """An address without http:// or https://."""


class InvalidSchema(RequestException, ValueError):
    """An address that is no http:// or https:// one."""


class ChunkedEncodingError(RequestException):
    """The answer ended too early."""


class JSONDecodeError(RequestException, jsonlib.JSONDecodeError):
    """The body is no JSON."""

    def __init__(self, message: str, text: str, at: int) -> None:
        jsonlib.JSONDecodeError.__init__(self, message, text, at)
        shown = self.args
        RequestException.__init__(self, *shown)

    def __str__(self) -> str:
        return str(self.args[0])


class HTTPBasicAuth(NamedTuple):
    """User and password."""

    username: str
    password: str


class Response:
    """An answer that was read to its end."""

    def __init__(self, answer: Answer, elapsed: timedelta) -> None:
        self.status_code = answer.status
        self.reason = answer.reason
        self.headers = answer.headers
        self.content = answer.body
        self.url = answer.url
        self.elapsed = elapsed

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"

    @property
    def ok(self) -> bool:
        """A status below 400."""
        return self.status_code < 400

    @property
    def encoding(self) -> str | None:
        """The encoding that the answer names; Latin-1 for texts that name none."""
        kind = self.headers.get("content-type", "")
        return charset(self.headers) or ("ISO-8859-1" if "text" in kind else None)

    @property
    def text(self) -> str:
        """The body as a text."""
        return decoded(self.content, self.encoding)

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            JSONDecodeError: It is none.
        """
        try:
            return jsonlib.loads(self.content if self.encoding is None else self.text)
        except jsonlib.JSONDecodeError as error:
            raise JSONDecodeError(error.msg, error.doc, error.pos) from error

    def raise_for_status(self) -> None:
        """Nothing.

        Raises:
            HTTPError: The status is 400 or above.
        """
        if self.status_code < 400 or self.status_code >= 600:
            return
        kind = "Client" if self.status_code < 500 else "Server"
        raise HTTPError(
            f"{self.status_code} {kind} Error: {self.reason} for url: {self.url}", response=self
        )


class Session:
    """Sends requests over one aiohttp session."""

    def __init__(self) -> None:
        self.headers: CIMultiDict[str] = CIMultiDict()
        self.auth: tuple[str, str] | None = None
        self.params: Mapping[str, Any] = {}
        self.verify: bool | str = True
        self._senders: dict[tuple[bool | str, Certificate], Sender] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the session."""
        for sender in self._senders.values():
            await sender.close()

    async def get(self, url: str, params: Values | None = None, **options: Any) -> Response:
        """GET; the options are those of `request`."""
        return await self.request("GET", url, params=params, **options)

    async def post(self, url: str, data: Any = None, json: Any = None, **options: Any) -> Response:
        """POST; the options are those of `request`."""
        return await self.request("POST", url, data=data, json=json, **options)

    async def put(self, url: str, data: Any = None, **options: Any) -> Response:
        """PUT; the options are those of `request`."""
        return await self.request("PUT", url, data=data, **options)

    async def patch(self, url: str, data: Any = None, **options: Any) -> Response:
        """PATCH; the options are those of `request`."""
        return await self.request("PATCH", url, data=data, **options)

    async def delete(self, url: str, **options: Any) -> Response:
        """DELETE; the options are those of `request`."""
        return await self.request("DELETE", url, **options)

    async def head(self, url: str, **options: Any) -> Response:
        """HEAD, without following redirects; the options are those of `request`."""
        return await self.request("HEAD", url, **{"allow_redirects": False, **options})

    async def options(self, url: str, **options: Any) -> Response:
        """OPTIONS; the options are those of `request`."""
        return await self.request("OPTIONS", url, **options)

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Values | str | None = None,
        data: Any = None,
        json: Any = None,
        headers: Mapping[str, Any] | None = None,
        auth: tuple[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        timeout: Seconds = None,
        allow_redirects: bool = True,
        verify: bool | str | None = None,
        cert: Certificate = None,
    ) -> Response:
        """Send a request.

        Args:
            method: GET, POST and so on.
            url: Absolute.
            params: Added to the query of `url`; values of None are left out.
            data: The fields of a form, or a body as it is.
            json: A body, when there is no `data`.
            headers: Besides those of this session; values of None are left out.
            auth: User and password; those of this session when left out.
            cookies: Sent with it.
            timeout: Seconds, or those for the connection and for the answer.
            allow_redirects: Whether to follow them.
            verify: Whether certificates are checked, or the file with those that are trusted.
            cert: The file with a certificate of ours, or the files with it and with its key.

        Returns:
            The answer, whatever its status.

        Raises:
            RequestException: The request did not come through.
        """
        body, kind = _body(data, json)
        given = {name: value for name, value in (headers or {}).items() if value is not None}
        sent = CIMultiDict(self.headers)
        sent.update(given)
        if kind is not None:
            sent.setdefault("Content-Type", kind)
        if who := auth or self.auth:
            sent["Authorization"] = basic(*(str(one).encode("latin-1") for one in who))
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if self.params and not isinstance(params, str):
            params = [*_pairs(self.params), *_pairs(params or ())]
        trust = (self.verify if verify is None else verify, cert)
        sender = self._senders.get(trust) or _sender(*trust)
        self._senders[trust] = sender
        return await self._request(
            sender, method.upper(), _address(url, params), sent, body, timeout, allow_redirects
        )

    async def _request(
        self,
        sender: Sender,
        method: str,
        url: str,
        headers: CIMultiDict[str],
        body: bytes | None,
        timeout: Seconds,
        follow: bool,
    ) -> Response:
        begun = monotonic()
        waits = Waits(*timeout) if isinstance(timeout, tuple) else Waits(timeout, timeout)
        try:
            answer = await sender.send(
                method, url, headers=headers, body=body, waits=waits, redirects=follow
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            _fail(error, url)
        return Response(answer, timedelta(seconds=monotonic() - begun))


async def request(method: str, url: str, **options: Any) -> Response:
    """Send one request; the options are those of `Session.request`."""
    async with Session() as session:
        return await session.request(method, url, **options)


async def get(url: str, params: Values | None = None, **options: Any) -> Response:
    """GET; the options are those of `Session.request`."""
    return await request("GET", url, params=params, **options)


async def post(url: str, data: Any = None, json: Any = None, **options: Any) -> Response:
    """POST; the options are those of `Session.request`."""
    return await request("POST", url, data=data, json=json, **options)


async def put(url: str, data: Any = None, **options: Any) -> Response:
    """PUT; the options are those of `Session.request`."""
    return await request("PUT", url, data=data, **options)


async def patch(url: str, data: Any = None, **options: Any) -> Response:
    """PATCH; the options are those of `Session.request`."""
    return await request("PATCH", url, data=data, **options)


async def delete(url: str, **options: Any) -> Response:
    """DELETE; the options are those of `Session.request`."""
    return await request("DELETE", url, **options)


async def head(url: str, **options: Any) -> Response:
    """HEAD, without following redirects; the options are those of `Session.request`."""
    return await request("HEAD", url, **{"allow_redirects": False, **options})


def _sender(verify: bool | str, cert: Certificate) -> Sender:
    trusted: bool | ssl.SSLContext = verify if isinstance(verify, bool) else True
    if isinstance(verify, str) or cert is not None:
        trusted = ssl.create_default_context(cafile=verify if isinstance(verify, str) else None)
        if verify is False:
            trusted.check_hostname = False
            trusted.verify_mode = ssl.CERT_NONE
    if cert is not None and isinstance(trusted, ssl.SSLContext):
        trusted.load_cert_chain(*((cert,) if isinstance(cert, str) else cert))
    return Sender(verify=trusted, max_redirects=MAX_REDIRECTS)


def _address(url: str, params: Values | str | None) -> str:
    whole = str(url).lstrip()
    parts = urlsplit(whole)
    if not parts.scheme:
        hint = f"No scheme supplied. Perhaps you meant https://{whole}?"
        raise MissingSchema(f"Invalid URL {whole!r}: {hint}")
    if not parts.netloc:
        raise InvalidURL(f"Invalid URL {whole!r}: No host supplied")
    more = params if isinstance(params, str) else urlencode(_pairs(params or ()))
    query = "&".join(part for part in (parts.query, more) if part)
    return quoted(
        urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, parts.fragment))
    )


def _pairs(values: Values) -> list[tuple[str, Any]]:
    items = values.items() if isinstance(values, Mapping) else values
    return [
        (name, one)
        for name, value in items
        for one in (value if isinstance(value, list | tuple | set) else [value])
        if one is not None
    ]


def _body(data: Any, json: Any) -> tuple[bytes | None, str | None]:
    """What is sent, and its type."""
    if isinstance(data, str | bytes):
        return (data.encode() if isinstance(data, str) else data) or None, None
    if data:
        return urlencode(_pairs(data)).encode(), "application/x-www-form-urlencoded"
    if json is None:
        return None, None
    return jsonlib.dumps(json, allow_nan=False).encode(), "application/json"


def _fail(error: Exception, url: str) -> NoReturn:
    """Say in the words of the code what went wrong."""
    said = str(error) or type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        raise ConnectTimeout(f"No connection to {url}: {said}") from error
    if isinstance(error, TimeoutError):
        raise ReadTimeout(f"No answer of {url}: {said}") from error
    if isinstance(error, aiohttp.ClientSSLError):
        raise SSLError(said) from error
    if isinstance(error, aiohttp.ClientPayloadError):
        raise ChunkedEncodingError(said) from error
    if isinstance(error, aiohttp.InvalidURL):
        raise InvalidURL(said) from error
    if isinstance(error, aiohttp.TooManyRedirects):
        raise TooManyRedirects(f"Exceeded {MAX_REDIRECTS} redirects.") from error
    raise ConnectionError(said) from error
