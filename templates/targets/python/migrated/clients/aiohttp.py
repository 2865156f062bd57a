"""The HTTP client of this server: all its requests leave through one method, as aiohttp sends them."""

from collections.abc import Coroutine, Generator
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import (
    BasicAuth,
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ClientTimeout,
    ConnectionTimeoutError,
    ContentTypeError,
    FormData,
    InvalidURL,
    ServerDisconnectedError,
    ServerTimeoutError,
    TCPConnector,
)
from multidict import CIMultiDict
from yarl import URL

__all__ = [
    "BasicAuth",
    "ClientConnectionError",
    "ClientConnectorError",
    "ClientError",
    "ClientOSError",
    "ClientPayloadError",
    "ClientResponse",
    "ClientResponseError",
    "ClientSession",
    "ClientTimeout",
    "ConnectionTimeoutError",
    "ContentTypeError",
    "FormData",
    "InvalidURL",
    "ServerDisconnectedError",
    "ServerTimeoutError",
    "TCPConnector",
]


class Asked:
    """A request that gives its answer when it is awaited, or entered with `async with`."""

    def __init__(self, sending: Coroutine[Any, Any, ClientResponse]) -> None:
        self._sending = sending
        self._response: ClientResponse | None = None

    def __await__(self) -> Generator[Any, None, ClientResponse]:
        return self._sending.__await__()

    async def __aenter__(self) -> ClientResponse:
        self._response = await self._sending
        return await self._response.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._response is not None:
            await self._response.__aexit__(kind, error, trace)


class ClientSession:
    """Sends requests over one aiohttp session; the options are those of aiohttp."""

    def __init__(self, base_url: str | URL | None = None, **options: Any) -> None:
        self._session = aiohttp.ClientSession(base_url, **options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def closed(self) -> bool:
        """Whether it sends no more."""
        return self._session.closed

    @property
    def headers(self) -> CIMultiDict[str]:
        """What is sent with every request."""
        return self._session.headers

    async def close(self) -> None:
        """Close the session."""
        await self._session.close()

    def get(self, url: str | URL, **options: Any) -> Asked:
        """GET."""
        return self.request("GET", url, **options)

    def post(self, url: str | URL, **options: Any) -> Asked:
        """POST."""
        return self.request("POST", url, **options)

    def put(self, url: str | URL, **options: Any) -> Asked:
        """PUT."""
        return self.request("PUT", url, **options)

    def patch(self, url: str | URL, **options: Any) -> Asked:
        """PATCH."""
        return self.request("PATCH", url, **options)

    def delete(self, url: str | URL, **options: Any) -> Asked:
        """DELETE."""
        return self.request("DELETE", url, **options)

    def head(self, url: str | URL, **options: Any) -> Asked:
        """HEAD, without following redirects."""
        return self.request("HEAD", url, **{"allow_redirects": False, **options})

    def options(self, url: str | URL, **options: Any) -> Asked:
        """OPTIONS."""
        return self.request("OPTIONS", url, **options)

    def request(self, method: str, url: str | URL, **options: Any) -> Asked:
        """A request.

        Args:
            method: GET, POST and so on.
            url: With a base_url, below it.
            **options: params, json, data, headers, timeout and so on.

        Returns:
            What gives the answer, whatever its status.
        """
        return Asked(self._request(method, url, **options))

    async def _request(self, method: str, url: str | URL, **options: Any) -> ClientResponse:
        return await self._session.request(method, url, **options)
