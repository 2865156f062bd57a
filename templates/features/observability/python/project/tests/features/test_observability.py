"""Tests of logs, audit, metrics and traces."""

import io
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from mcp.server.mcpserver import Context
from mcp_types import ToolAnnotations

from mcp_package.features.observability import Observability
from mcp_package.features.observability_logs import use_structlog
from mcp_package.runtime.errors import ApiError, SettingsError
from mcp_package.runtime.http import ApiClient
from mcp_package.runtime.logs import configure_logging
from mcp_package.runtime.redaction import register_secret
from mcp_package.runtime.tools import ToolServer
from tests.in_memory import call, connected

from .over_http import serving


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to stderr; the handlers of other tests come back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", stream)
        configure_logging("INFO")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def make_server(feature: Observability) -> ToolServer:
    server = ToolServer("x", version="1", tools=[], extensions=[feature])

    @server.tool(annotations=ToolAnnotations(read_only_hint=True))
    async def look() -> str:
        logging.getLogger("own").warning("looking")
        return "looked"

    @server.tool()
    async def change(secret: str) -> str:
        raise RuntimeError(f"broken by {secret}")

    return server


def lines(written: io.StringIO, logger: str = "") -> list[dict[str, Any]]:
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in found if logger in ("", line["logger"])]


async def test_metrics_count_and_time_calls_by_outcome() -> None:
    feature = Observability()
    async with serving(make_server(feature)) as server:
        await server.call("look")
        await server.call("change", {"secret": "s"})
        text = (await server.get("/metrics")).text
    assert 'mcp_requests_total{outcome="ok",tool="look"} 1.0' in text
    assert 'mcp_requests_total{outcome="error",tool="change"} 1.0' in text
    assert 'mcp_request_duration_seconds_count{tool="look"} 1.0' in text
    assert "mcp_requests_in_progress 0.0" in text


async def test_metrics_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_METRICS", "off")
    async with serving(make_server(Observability())) as server:
        assert (await server.get("/metrics")).status == 404


async def test_all_lines_of_a_call_have_its_correlation_id(written: io.StringIO) -> None:
    async with serving(make_server(Observability())) as server:
        await server.call("look", **{"X-Correlation-ID": "mine-1"})
        await server.call("look", **{"X-Correlation-ID": "not a name"})
    first, second = lines(written, "own")
    assert (first["correlation_id"], first["tool"], first["event"]) == ("mine-1", "look", "looking")
    assert second["correlation_id"] not in ("mine-1", "not a name", "")


@pytest.mark.parametrize(
    ("wanted", "tools"), [("all", ["look", "change"]), ("writes", ["change"]), ("off", [])]
)
async def test_audit_has_who_did_what_and_no_values(
    wanted: str, tools: list[str], monkeypatch: pytest.MonkeyPatch, written: io.StringIO
) -> None:
    monkeypatch.setenv("MCP_AUDIT", wanted)
    async with connected(make_server(Observability())) as client:
        await call(client, "look", {})
        await call(client, "change", {"secret": "do not write this"})
    audit = lines(written, "audit")
    assert [line["tool"] for line in audit] == tools
    assert "do not write this" not in written.getvalue()
    for line in audit:
        assert line["arguments"] == (["secret"] if line["tool"] == "change" else [])
        assert line["outcome"] == ("error" if line["tool"] == "change" else "ok")


async def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_AUDIT", "some")
    with pytest.raises(SettingsError, match="MCP_AUDIT"):
        async with Observability().running(ToolServer("x", version="1", tools=[])):
            pass


def test_lines_hold_neither_credentials_nor_tracebacks(written: io.StringIO) -> None:
    use_structlog()
    register_secret("hunter2-hunter2")
    try:
        raise ValueError("value-of-somebody")
    except ValueError:
        logging.getLogger("a").exception("failed with hunter2-hunter2")
    structlog.stdlib.get_logger("b").warning("ready", answer=42)
    first, second = lines(written)
    assert (first["event"], first["exception"], first["level"]) == (
        "failed with ***",
        "ValueError",
        "error",
    )
    assert "value-of-somebody" not in written.getvalue()
    assert (second["event"], second["answer"], second["logger"]) == ("ready", 42, "b")


@asynccontextmanager
async def loopback(seen: list[web.Request]) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.Response:
        seen.append(request)
        return web.json_response({}, status=404 if request.path == "/missing" else 200)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_requests_to_the_api_are_counted_by_operation_and_status() -> None:
    feature = Observability()
    async with loopback([]) as url, ApiClient(url, extensions=[feature]) as client:
        await client._request("GET", "/books/{id}", path={"id": 7})
        with pytest.raises(ApiError):
            await client._request("GET", "/missing")
    text = feature.metrics.text().decode()
    assert 'mcp_api_requests_total{operation="GET /books/{id}",status="200"} 1.0' in text
    assert 'mcp_api_requests_total{operation="GET /missing",status="404"} 1.0' in text


async def test_spans_lie_below_the_clients_and_go_on_to_the_api(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected: list[web.Request] = []
    asked: list[web.Request] = []
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    async with loopback(collected) as collector, loopback(asked) as url:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.rstrip("/"))
        feature = Observability()
        server = make_server(feature)

        @server.tool()
        async def ask(ctx: Context[Any, Any]) -> str:
            async with ApiClient(url, extensions=[feature]) as client:
                await client._request("GET", "/books")
            return "asked"

        meta: Any = {"traceparent": parent}  # the SDK's type knows its own members only
        async with connected(server) as client:
            await client.call_tool("ask", {}, meta=meta)
    assert asked[0].headers["traceparent"].split("-")[1] == parent.split("-")[1]
    assert [request.path for request in collected] == ["/v1/traces"]
