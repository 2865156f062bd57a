"""What all tests share: the API is on loopback, the credentials are made up."""

import os
from collections.abc import AsyncIterator

import pytest

from .upstream import Upstream, start_upstream

CREDENTIALS: dict[str, str] = {"BOOKSHOP_API_TOKEN": "test-bookshop-api-token"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the settings of the machine it runs on."""
    for name in list(os.environ):
        if name.startswith(("BOOKSHOP_", "MCP_")):
            monkeypatch.delenv(name)


@pytest.fixture
async def upstream(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Upstream]:
    """The API, and an environment that points the server to it."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MCP_TOOLS", "static")
    async with start_upstream() as api:
        monkeypatch.setenv("BOOKSHOP_BASE_URL", api.url)
        yield api
