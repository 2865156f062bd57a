"""Every connection of this process ends at one port of this machine.

Python runs this file at its start when its folder is on PYTHONPATH. Names of hosts are answered
here, whoever answers TLS is trusted, and the port in LOOPBACK_PORT takes the place of the world:
whatever library a server uses, and however it uses it, its requests can be seen.
"""

import os
import re
import socket
import ssl
import urllib.request
from typing import Any

_ADDRESS = re.compile(r"[0-9.]+|.*:.*")
_LOCAL = frozenset({None, "", "localhost"})
_listening: set[int] = set()


def _redirect(port: int) -> None:
    """Send every connection to `port`, but those to what this process listens on itself."""
    resolve, listen = socket.getaddrinfo, socket.socket.listen
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def getaddrinfo(host: Any, service: Any, family: int = 0, kind: int = 0, *rest: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in _LOCAL or _ADDRESS.fullmatch(name):
            return resolve(host, service, family, kind, *rest)
        number = {"https": 443, "http": 80}.get(service, service)
        return resolve("127.0.0.1", int(number or 0), socket.AF_INET, kind or socket.SOCK_STREAM)

    def instead(sock: socket.socket, address: Any) -> Any:
        if sock.family == socket.AF_UNIX:
            if not os.path.abspath(os.fsdecode(address)).startswith(os.environ.get("HOME", "?")):
                raise ConnectionRefusedError("services of this machine are not reached")
            return address
        if isinstance(address, tuple) and address[1] in _listening:
            return address
        return ("127.0.0.1", port) if sock.family == socket.AF_INET else address

    def open_connection(self: socket.socket, address: Any) -> None:
        connect(self, instead(self, address))

    def try_connection(self: socket.socket, address: Any) -> int:
        return connect_ex(self, instead(self, address))

    def remember(self: socket.socket, *backlog: int) -> None:
        listen(self, *backlog)
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _listening.add(self.getsockname()[1])

    # A type checker does not let methods and functions of other modules be replaced by name.
    replaced: list[tuple[Any, str, Any]] = [
        (socket, "getaddrinfo", getaddrinfo),
        (socket, "gethostbyname", lambda host: "127.0.0.1"),
        (socket.socket, "connect", open_connection),
        (socket.socket, "connect_ex", try_connection),
        (socket.socket, "listen", remember),
        (socket.socket, "sendto", lambda self, data, *rest: len(data)),
        (urllib.request, "getproxies", dict),
    ]
    for owner, name, function in replaced:
        setattr(owner, name, function)


def _trust(name: str) -> None:
    """Let a way of wrapping a connection in TLS accept any certificate."""
    wrap = getattr(ssl.SSLContext, name)

    def trusting(self: ssl.SSLContext, *args: Any, **options: Any) -> Any:
        if not options.get("server_side"):
            self.check_hostname = False
            self.verify_mode = ssl.CERT_NONE
        return wrap(self, *args, **options)

    setattr(ssl.SSLContext, name, trusting)


if "LOOPBACK_PORT" in os.environ:
    _redirect(int(os.environ["LOOPBACK_PORT"]))
    _trust("wrap_socket")
    _trust("wrap_bio")
