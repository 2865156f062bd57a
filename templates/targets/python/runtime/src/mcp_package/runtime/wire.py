"""Reading what comes over the wire, with a limit."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp

_RECEIVE_BUFFER = 1_000_000


def open_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """Open a socket whose buffer in the system is small: it would hold megabytes that nobody is going to read."""
    family, kind, protocol, _, _ = address
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
    return opened


async def read_capped(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """Read a decompressed body; None when it is longer than the limit (the connection is closed)."""
    body = bytearray()
    too_long = (response.content_length or 0) > limit
    if not too_long:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > limit:
                too_long = True
                break
    if too_long:
        response.close()
        return None
    return bytes(body)
