"""A person signs in with a browser; the code comes back to a port of this machine (RFC 8252, 7.3)."""

import asyncio
import base64
import hashlib
import os
import secrets
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from .errors import InvalidAnswer

WAIT_SECONDS = 600.0
_PATH = "/callback"
_PAGE = "<!doctype html><title>{title}</title><p>{title}. You can close this window."
_MOST_BYTES = 16_384


class SignIn:
    """One try to sign in: from the invitation to the code, or to the end of the wait.

    Args:
        authorization_url: The authorization endpoint.
        client: The client id.
        scopes: What is asked for.
    """

    possible: ClassVar[bool] = False
    """Whether the person who calls sits at this machine; set when the server serves stdio."""

    def __init__(self, authorization_url: str, client: str, scopes: tuple[str, ...]) -> None:
        self._where = authorization_url
        self._client = client
        self._scopes = scopes
        # 43 characters and more; state and challenge may be seen, the verifier never leaves (RFC 7636).
        self._verifier = secrets.token_urlsafe(48)
        self._state = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._redirect = ""
        self._code = ""
        self._refused = False
        self._end: asyncio.TimerHandle | None = None

    @property
    def over(self) -> bool:
        """The wait has ended without a code."""
        return (
            bool(self._redirect) and self._server is None and not self._code and not self._refused
        )

    async def redeem(self) -> dict[str, str]:
        """What the token endpoint wants for the code.

        Raises:
            InvalidAnswer: The person has not signed in yet, with the address to do so; or refused.
        """
        if self._refused:
            self._refused = False
            raise InvalidAnswer(0, "the sign-in was refused; call again to be asked once more")
        if not self._code:
            await self._listen()
            raise InvalidAnswer(
                0,
                f"the person who uses this server has to sign in first. Open {self._address()} in a "
                "browser on the machine of this server, then call again",
            )
        return {
            "grant_type": "authorization_code",
            "code": self._code,
            "redirect_uri": self._redirect,
            "code_verifier": self._verifier,
        }

    def _address(self) -> str:
        digest = hashlib.sha256(self._verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": self._redirect,
            "state": self._state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if self._scopes:
            query["scope"] = " ".join(self._scopes)
        return f"{self._where}{'&' if '?' in self._where else '?'}{urlencode(query)}"

    async def _listen(self) -> None:
        """Wait for the browser on a free port of the loopback address, for some minutes."""
        if self._server is not None:
            return
        wanted = os.environ.get("MCP_SIGN_IN_PORT", "").strip()
        port = int(wanted) if wanted.isdecimal() else 0
        try:
            self._server = await asyncio.start_server(
                self._answer, "127.0.0.1", port, limit=_MOST_BYTES
            )
        except (OSError, OverflowError):
            raise InvalidAnswer(0, "the port of MCP_SIGN_IN_PORT is not free") from None
        port = self._server.sockets[0].getsockname()[1]
        self._redirect = f"http://127.0.0.1:{port}{_PATH}"
        self._end = asyncio.get_running_loop().call_later(WAIT_SECONDS, self._close)

    def _close(self) -> None:
        if self._end is not None:
            self._end.cancel()
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request of the browser, or of anybody else on this machine."""
        try:
            async with asyncio.timeout(5):
                head = await reader.readuntil(b"\r\n\r\n")
            status, title = self._receive(head.decode("latin-1").partition("\r\n")[0])
        except (TimeoutError, ValueError, OSError, EOFError, asyncio.LimitOverrunError):
            status, title = "400 Bad Request", "This is no request"
        page = _PAGE.format(title=title).encode()
        fields = f"Content-Type: text/html\r\nContent-Length: {len(page)}\r\nConnection: close"
        writer.write(f"HTTP/1.1 {status}\r\n{fields}\r\n\r\n".encode() + page)
        writer.close()

    def _receive(self, line: str) -> tuple[str, str]:
        """Take the code of a request line; only one with our state counts."""
        method, _, rest = line.partition(" ")
        target = urlsplit(rest.partition(" ")[0])
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        ours = secrets.compare_digest(query.get("state", "").encode(), self._state.encode())
        if method != "GET" or target.path != _PATH or not ours:
            return "404 Not Found", "There is nothing here"
        self._code = query.get("code", "")
        self._refused = not self._code
        self._close()
        if self._refused:
            return "200 OK", "You are not signed in"
        return "200 OK", "You are signed in"
