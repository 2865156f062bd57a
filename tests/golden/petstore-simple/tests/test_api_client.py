"""Tests of the API client."""

from operator import attrgetter

import pytest

from mcp_petstore.api_client import PetstoreClient
from mcp_petstore.runtime.answers import ApiResponse
from mcp_petstore.runtime.errors import ApiError

from .upstream import Case, Upstream, answer_bytes, load_cases

pytestmark = pytest.mark.asyncio(loop_scope="module")

CASES = load_cases()


def name_of(case: Case) -> str:
    """The name of a case in pytest's report."""
    return str(case["client"])


async def call(case: Case) -> ApiResponse:
    """Call the method of a case."""
    renamed = case.get("renamed", {})
    given = {**case["arguments"], **case.get("fixed", {})}
    arguments = {renamed.get(name, name): value for name, value in given.items()}
    async with PetstoreClient() as client:
        response = await attrgetter(case["client"])(client)(**arguments)
    assert isinstance(response, ApiResponse)
    return response


@pytest.mark.parametrize("case", CASES, ids=name_of)
async def test_method_sends_the_documented_request(case: Case, upstream: Upstream) -> None:
    upstream.response = case["response"]
    response = await call(case)
    upstream.check(case["request"])
    assert response.status == case["response"]["status"]
    if "json" in case["response"]:
        assert response.data == case["response"]["json"]
        if not case["response"].get("unlike_the_document"):
            response.parse()
    elif "text" not in case["response"]:
        assert (response.data or None) == answer_bytes(case["response"])


@pytest.mark.parametrize("case", CASES[:3], ids=name_of)
async def test_raises_what_the_api_refused(case: Case, upstream: Upstream) -> None:
    upstream.response = {"status": 403, "type": "application/json", "json": {"message": "No"}}
    with pytest.raises(ApiError) as caught:
        await call(case)
    assert caught.value.status == 403


async def test_base_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETSTORE_BASE_URL", "https://api.example.org/v9/")
    async with PetstoreClient() as client:
        assert client.base_url == "https://api.example.org/v9"
