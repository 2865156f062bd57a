"""Reading what comes over the wire, with a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp


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
