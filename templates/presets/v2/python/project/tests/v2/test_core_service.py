"""Tests of the logic: retries, health by the share of errors, models."""

import pytest
from pydantic import ValidationError
from redis.asyncio import Redis
from yarl import URL

from service_v2.models import ConfigModel, RequestModel
from service_v2.services.core_service import CoreService
from service_v2.validation import PaginationParams

from mcp_package.features.cache_stores import Entry, RedisStore
from mcp_package.runtime.calls import Call
from mcp_package.runtime.delivery import Delivered
from mcp_package.runtime.errors import ApiError
from mcp_package.runtime.extensions import ToolResult
from mcp_package.runtime.tools import ToolServer


@pytest.fixture
def core(mock_config: ConfigModel, monkeypatch: pytest.MonkeyPatch) -> CoreService:
    monkeypatch.setattr("service_v2.services.core_service._jitter", lambda state: 0.0)
    return CoreService(ToolServer("x", version="1", tools=[]), mock_config)


class Api:
    """Fails some times, then answers."""

    def __init__(self, *statuses: int, asked: float | None = None) -> None:
        self.statuses = list(statuses)
        self.calls = 0
        self.asked = asked
        self.call = Call("GET", "/x", URL("http://127.0.0.1/x"), {})

    async def answer(self) -> Delivered:
        self.calls += 1
        if self.statuses:
            self.call.asked = self.asked
            raise ApiError(self.statuses.pop(0), "no")
        return 200, {}, b""


@pytest.mark.parametrize(
    ("statuses", "calls"), [((), 1), ((503,), 2), ((0, 502), 3), ((429, 503), 3)]
)
async def test_a_request_is_tried_again(
    core: CoreService, statuses: tuple[int, ...], calls: int
) -> None:
    api = Api(*statuses)
    assert (await core.send(api.call, lambda: api.answer()))[0] == 200
    assert (api.calls, api.call.max_tries) == (calls, 1)


@pytest.mark.parametrize(
    ("method", "statuses", "calls"),
    [("GET", (503, 503, 503, 503), 3), ("GET", (404,), 1), ("POST", (503,), 1)],
)
async def test_and_then_fails_as_the_api_did(
    core: CoreService, method: str, statuses: tuple[int, ...], calls: int
) -> None:
    api = Api(*statuses)
    api.call.method = method
    with pytest.raises(ApiError) as caught:
        await core.send(api.call, lambda: api.answer())
    assert caught.value.status == statuses[0]
    assert api.calls == calls


async def test_nobody_waits_for_an_hour(core: CoreService) -> None:
    api = Api(503, asked=3600)
    with pytest.raises(ApiError):
        await core.send(api.call, lambda: api.answer())
    assert api.calls == 1


@pytest.mark.parametrize(("errors", "healthy"), [(5, True), (15, False)])
async def test_health_status(core: CoreService, errors: int, healthy: bool) -> None:
    core._last.extend((0.01, number < errors) for number in range(100))
    assert core.get_status().healthy is healthy
    assert core.get_detailed_status()["performance"]["p99_response_time"] == 0.01


async def test_what_breaks_is_an_error_that_is_remembered(core: CoreService) -> None:
    async def proceed() -> ToolResult:
        raise LookupError

    with pytest.raises(LookupError):
        await core.counted(proceed)
    assert core.get_status().last_error == "LookupError"


async def test_caching(mock_redis: Redis) -> None:
    request = RequestModel(tool="double", arguments={"a": 1, "b": 2})
    same = RequestModel(tool="double", arguments={"b": 2, "a": 1})
    store = RedisStore(mock_redis)
    await store.keep(request.cache_key(), Entry(0, 2e9, {}, b"kept"), 60)
    _, found = await store.find(same.cache_key())
    assert found is not None
    assert found.body == b"kept"
    other = RequestModel(tool="double", arguments={"a": 2})
    assert (await store.find(other.cache_key()))[1] is None


def test_the_configuration_is_frozen(mock_config: ConfigModel) -> None:
    with pytest.raises(ValidationError):
        mock_config.max_retries = 9


def test_times_have_their_zone() -> None:
    assert RequestModel(tool="x").timestamp.tzinfo is not None


def test_pages() -> None:
    assert list(PaginationParams(page=2, page_size=3).of("abcdefgh")) == ["d", "e", "f"]
    assert list(PaginationParams(page=9, page_size=3).of("abcdefgh")) == []
    for wrong in ({"page": 0}, {"page_size": 0}, {"page_size": 1001}):
        with pytest.raises(ValidationError):
            PaginationParams(**wrong)
