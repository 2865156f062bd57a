"""Where requests leave: one aiohttp session, with addresses and bodies exactly as they are given."""

import asyncio
import ssl
import weakref
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
from multidict import CIMultiDict
from yarl import URL

KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What has a meaning in an address, and what is escaped already."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that are waited; None waits for ever."""

    connect: float | None = None
    read: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    reason: str
    url: str
    headers: CIMultiDict[str]
    body: bytes


def quoted(url: str) -> str:
    """An address without dots for folders, spaces or letters beyond ASCII; what is escaped stays."""
    parts = urlsplit(url.strip())
    path = urlsplit(urljoin("http://host/", parts.path)).path if "/." in parts.path else parts.path
    return quote(parts._replace(path=path).geturl(), safe=KEPT)


def basic(user: str | bytes, password: str | bytes) -> str:
    """The header that proves who asks: RFC 7617."""
    pair = b":".join(one.encode() if isinstance(one, str) else one for one in (user, password))
    return f"Basic {b64encode(pair).decode()}"


def charset(headers: Mapping[str, str]) -> str | None:
    """The encoding that a Content-Type names."""
    for part in headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def decoded(body: bytes, encoding: str | None) -> str:
    """The text of an answer; bytes that are none become replacement characters."""
    try:
        return body.decode(encoding or "utf-8", errors="replace")
    except LookupError:
        return body.decode(errors="replace")


class Sender:
    """Sends requests through a session that is made when the first one leaves."""

    def __init__(
        self,
        *,
        verify: bool | ssl.SSLContext = True,
        max_redirects: int = 20,
        connections: int = 100,
    ) -> None:
        self._verify = verify
        self._max_redirects = max_redirects
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: CIMultiDict[str],
        body: bytes | None,
        waits: Waits,
        redirects: bool,
    ) -> Answer:
        """Send one request.

        Args:
            method: Upper case.
            url: Escaped; sent as it is.
            headers: All but those that HTTP itself needs.
            body: None for none.
            waits: How long.
            redirects: Whether to follow them.

        Returns:
            The last answer, whatever its status.

        Raises:
            aiohttp.ClientError: The request did not come through.
            TimeoutError: A limit was reached.
        """
        async with self._client().request(
            method,
            URL(url, encoded=True),
            headers=headers,
            data=body,
            skip_auto_headers=("Content-Type",),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=waits.connect, sock_read=waits.read
            ),
            allow_redirects=redirects,
            max_redirects=self._max_redirects,
            ssl=self._verify,
        ) as response:
            found = CIMultiDict((name.lower(), value) for name, value in response.headers.items())
            return Answer(
                status=response.status,
                reason=response.reason or "",
                url=str(response.url) if response.history else url,
                headers=found,
                body=await response.read(),
            )

    async def close(self) -> None:
        """Close the session."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _client(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)
            self._loop = loop
            weakref.finalize(self, _leave, self._session, loop).atexit = False
        return self._session


def _leave(session: aiohttp.ClientSession, loop: asyncio.AbstractEventLoop) -> None:
    """Close what a program forgot to close."""
    if not session.closed and loop.is_running():
        asyncio.run_coroutine_threadsafe(session.close(), loop)
