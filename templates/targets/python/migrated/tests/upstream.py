"""A service that stands in for every other one: it gives one answer and keeps what it was sent."""

import contextlib
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

HANDSHAKE = b"\x16"
"""The first byte of a TLS connection."""


@dataclass
class Upstream:
    """What is answered to every request, and the requests so far."""

    answer: dict[str, Any]
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("upstream.test").configure_cert(self.tls)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Speak TLS with those who begin with a handshake."""
        if request.recv(1, socket.MSG_PEEK) == HANDSHAKE:
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that goes away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """Answer one request of whatever method, and remember it."""
        line = self.rfile.readline()
        if not line:
            self.close_connection = True
            return
        self.raw_requestline = line
        if not self.parse_request():
            return
        upstream = self.server.upstream
        if self.command == "CONNECT":
            tunnel = {"method": "CONNECT", "scheme": "https", "host": self.path, "path": "/"}
            upstream.requests.append({**tunnel, "query": []})
            self.close_connection = True
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        self._read_body()
        target = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qsl(target.query, keep_blank_values=True)
        upstream.requests.append(
            {
                "method": self.command,
                "scheme": "https" if isinstance(self.connection, ssl.SSLSocket) else "http",
                "host": self.headers.get("Host", ""),
                "path": urllib.parse.unquote(target.path),
                "query": sorted([name, value] for name, value in query),
            }
        )
        body = _bytes(upstream.answer["body"])
        self.send_response(upstream.answer["status"])
        self.send_header("Content-Type", upstream.answer["type"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)
        self.wfile.flush()

    def _read_body(self) -> None:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            return
        while size := int(self.rfile.readline().split(b";")[0], 16):
            self.rfile.read(size + 2)
        self.rfile.readline()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _bytes(said: Any) -> bytes:
    """The text, or JSON as it was when the answer was recorded."""
    if isinstance(said, str):
        return said.encode()
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()


@contextlib.contextmanager
def upstream(answer: dict[str, Any]) -> Iterator[Upstream]:
    """A running service on a port of this machine."""
    kept = Upstream(answer)
    server = _Server(kept)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
