"""What the tests of the service share."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from service_v2.extension import Service
from service_v2.models import ConfigModel

from mcp_package.features import create_features
from mcp_package.runtime.tools import ToolServer
from tests.features.over_http import Serving, serving
from tests.features.redis_server import fresh_redis


@pytest.fixture
def mock_config() -> ConfigModel:
    return ConfigModel(endpoint="https://api.example.com", timeout=5, max_retries=3)


@pytest.fixture
async def mock_redis() -> AsyncIterator[Redis]:
    async with fresh_redis() as redis:
        yield redis


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("service_v2.services.core_service._jitter", lambda state: 0.0)
    return Service()


@pytest.fixture
def test_server(service: Service, monkeypatch: pytest.MonkeyPatch) -> ToolServer:
    """A server with everything around it, and two tools of its own."""
    monkeypatch.setenv("MCP_SCOPES", "read,write")
    others = [one for one in create_features() if not isinstance(one, Service)]
    server = ToolServer("shop", version="1", tools=[], extensions=[service, *others])

    @server.tool()
    async def double(number: int) -> dict[str, int]:
        """Double a number."""
        return {"doubled": number * 2}

    @server.tool()
    async def broken() -> str:
        raise RuntimeError("internals")

    return server


@pytest.fixture
async def test_client(test_server: ToolServer) -> AsyncIterator[Serving]:
    async with serving(test_server) as client:
        yield client
