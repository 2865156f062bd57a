"""Tests of the limit that a server of this shape has while nobody says otherwise."""

import pytest

from mcp_package.runtime.defaults import DEFAULTS
from mcp_package.runtime.guards import LocalLimiter
from mcp_package.runtime.settings import read_settings


async def test_a_client_may_send_60_a_minute_and_10_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MCP_RATE_LIMIT", raising=False)
    assert DEFAULTS["MCP_RATE_LIMIT"] == "1/10"
    settings = read_settings()
    limiter = LocalLimiter(settings.rate, settings.burst)
    waits = [await limiter.take("client") for _ in range(11)]
    assert waits[:10] == [0.0] * 10
    assert 0.9 < waits[10] <= 1
    assert await limiter.take("another client") == 0
