"""A small API on the loopback interface that records requests and answers as told."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mcp_package.runtime import redaction
from mcp_package.runtime.http import ApiClient

Answer = web.Response | Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Upstream:
    """What the API has seen, and what it will answer next."""

    seen: list[Seen] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        self.seen.append(Seen(request.method, request.raw_path, headers, body))
        answer = self.answers.pop(0) if self.answers else web.json_response({"ok": True})
        return answer if isinstance(answer, web.Response) else await answer(request)


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    api = Upstream()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    async with TestServer(app) as server:
        api.url = str(server.make_url("/v1"))
        yield api


@pytest.fixture
async def client(upstream: Upstream) -> AsyncIterator[ApiClient]:
    async with ApiClient(base_url=upstream.url, timeout=5) as api_client:
        yield api_client


@pytest.fixture(autouse=True)
def clean_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget secrets, log handlers and settings of other tests."""
    for name in (
        "MCP_TOOLS",
        "MCP_EXTRA_ARGUMENTS",
        "MCP_STRICT_ANSWERS",
        "MCP_TRANSPORT",
        "MCP_SERVER_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(redaction, "_secrets", set())
    monkeypatch.setattr("mcp_package.runtime.retries.backoff", lambda attempt: 0.0)
    root = logging.getLogger()
    before = list(root.handlers), root.level
    yield
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(False)
