"""What `api_client.py` sends, gets and raises, under the names that the code was written for (httpx)."""

import json as jsonlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from multidict import CIMultiDict

from .runtime.sending import Answer, Waits, charset, decoded


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


class WriteTimeout(TimeoutException):
    """Not sent within the limit."""


class PoolTimeout(TimeoutException):
    """No free connection within the limit."""


class NetworkError(TransportError):
    """The network failed."""


class ConnectError(NetworkError):
    """There is no connection."""


class ReadError(NetworkError):
    """The connection broke."""


class WriteError(NetworkError):
    """The connection broke while something was sent."""


class ProxyError(TransportError):
    """The proxy failed."""


class ProtocolError(TransportError):
    """Something that is no HTTP was said."""


class RemoteProtocolError(ProtocolError):
    """The answer is no HTTP."""


class UnsupportedProtocol(TransportError):
    """The address is no http:// or https:// one."""


class DecodingError(RequestError):
    """The body of an answer is not encoded as it says."""


class TooManyRedirects(RequestError):
    """Redirects without end."""


class HTTPStatusError(HTTPError):
    """The status of an answer says that the request failed."""

    def __init__(self, message: str, *, request: "Request", response: "Response") -> None:
        super().__init__(message, request=request)
        self.response = response


class InvalidURL(Exception):
    """An address that is none."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    method: str
    url: str
    headers: CIMultiDict[str] = field(default_factory=CIMultiDict)
    content: bytes = b""
    waits: Waits = Waits()


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

    @property
    def is_client_error(self) -> bool:
        """A status of 400 to 499."""
        return 400 <= self.status_code <= 499

    @property
    def is_server_error(self) -> bool:
        """A status of 500 to 599."""
        return 500 <= self.status_code <= 599

    @property
    def is_redirect(self) -> bool:
        """A status of 300 to 399."""
        return 300 <= self.status_code <= 399

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: It is none.
        """
        return jsonlib.loads(self.content)

    async def aread(self) -> bytes:
        """The body."""
        return self.content

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
