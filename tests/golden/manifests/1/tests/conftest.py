"""What all tests share: the API is on loopback, the credentials are made up."""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from .upstream import Upstream, start_upstream

CREDENTIALS: dict[str, str] = {}


def environment(upstream: Upstream) -> dict[str, str]:
    """Settings that point the server to the stand-in."""
    return CREDENTIALS | {"PETS_BASE_URL": upstream.url, "MCP_TOOLS": "static"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the settings of the machine it runs on."""
    for name in list(os.environ):
        if name.startswith(("PETS_", "MCP_")):
            monkeypatch.delenv(name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_upstream() -> AsyncIterator[Upstream]:
    """One stand-in for all tests of a module."""
    async with start_upstream() as api:
        yield api


@pytest.fixture
def upstream(
    running_upstream: Upstream, clean_environment: None, monkeypatch: pytest.MonkeyPatch
) -> Upstream:
    """The stand-in, without memory of earlier tests, in an environment that points to it."""
    running_upstream.requests.clear()
    for name, value in environment(running_upstream).items():
        monkeypatch.setenv(name, value)
    return running_upstream
