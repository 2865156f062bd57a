"""Tests of the service over HTTP and MCP."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from service_v2 import SERVICE
from service_v2.extension import Service
from service_v2.middleware import ErrorHandler
from service_v2.ports import port_of
from service_v2.server import main

from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.tools import ToolServer
from tests.features.over_http import Serving
from tests.in_memory import call, connected


async def read(client: Serving, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


async def test_health_endpoint(test_client: Serving) -> None:
    assert (await read(test_client, "/health"))["status"] == "healthy"


async def test_info_endpoint(test_client: Serving) -> None:
    data = await read(test_client, "/info")
    assert data["service_name"] == SERVICE
    assert {"version", "uptime"} <= data.keys()


async def test_metrics_endpoint(test_client: Serving) -> None:
    await read(test_client, "/info")
    text = (await test_client.get("/metrics")).text
    assert 'request_seconds_count{method="GET",path="/info"} 1.0' in text


async def test_every_answer_has_its_time(test_client: Serving) -> None:
    answer = await test_client.get("/health")
    assert 0 <= float({k.lower(): v for k, v in answer.headers.items()}["x-process-time"]) < 5


async def test_process_request(test_client: Serving) -> None:
    body = {"tool": "double", "arguments": {"number": 21}}
    answer = await test_client.post("/api/v1/process", body)
    said = json.loads(answer.text)
    assert (answer.status, said["status"]) == (200, "ok")
    assert said["data"] == {"doubled": 42}
    assert len(said["request_key"]) == 64


@pytest.mark.parametrize(
    "body", [{}, {"tool": ""}, {"tool": "double", "more": 1}, {"tool": "nothing"}, []]
)
async def test_process_request_error(test_client: Serving, body: Any) -> None:
    answer = await test_client.post("/api/v1/process", body)
    assert answer.status in (400, 422)
    assert json.loads(answer.text)["status"] == "error"


async def test_what_breaks_inside_stays_inside(test_client: Serving) -> None:
    answer = await test_client.post("/api/v1/process", {"tool": "broken"})
    assert answer.status == 422
    assert "internals" not in answer.text


async def test_status_counts_calls(test_client: Serving) -> None:
    for number in (1, "x"):
        await test_client.post(
            "/api/v1/process", {"tool": "double", "arguments": {"number": number}}
        )
    data = (await read(test_client, "/api/v1/status"))["data"]
    assert (data["processed_requests"], data["error_rate"], data["healthy"]) == (2, 0.5, False)
    assert data["performance"]["avg_response_time"] > 0
    assert data["config"]["max_retries"] == 3


async def test_capabilities_come_in_pages(test_client: Serving) -> None:
    data = (await read(test_client, "/api/v1/capabilities?page=2&page_size=5"))["data"]
    assert data == {"total": 0, "items": []}
    assert (await test_client.get("/api/v1/capabilities?page=0")).status == 422


async def test_mcp_tool_registration(test_server: ToolServer) -> None:
    names = {tool.name for tool in await test_server.list_tools()}
    assert {"process_request", "get_status", "list_capabilities"} <= names


async def test_the_tools_of_the_service(test_server: ToolServer) -> None:
    async with connected(test_server) as client:
        given = {"tool": "double", "arguments": {"number": 4}}
        found = await call(client, "process_request", given)
        assert found.structured_content is not None
        assert found.structured_content["data"] == {"doubled": 8}
        for tool in ("process_request", "nothing"):
            wrong = await call(client, "process_request", {"tool": tool, "arguments": {}})
            assert wrong.is_error
        status = (await call(client, "get_status", {})).structured_content
        assert status is not None
        assert status["processed_requests"] > 0
        assert not (await call(client, "list_capabilities", {})).is_error


async def test_an_operation_of_the_api_keeps_its_name() -> None:
    schema = {"type": "object", "properties": {}}
    tool = {"name": "get_status", "description": "x", "inputSchema": schema, "annotations": {}}
    server = ToolServer("x", version="1", tools=[tool], extensions=[Service()])
    assert [one.name for one in await server.list_tools()].count("get_status") == 1


@pytest.mark.parametrize("begins", [False, True])
async def test_a_broken_app_answers_500(begins: bool) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if begins:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("internals")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope: Scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
    if begins:
        with pytest.raises(RuntimeError):
            await ErrorHandler(app)(scope, receive, send)
        return
    await ErrorHandler(app)(scope, receive, send)
    assert sent[0]["status"] == 500
    assert b"Internal server error" in sent[1]["body"]
    assert b"internals" not in sent[1]["body"]


def test_ports_are_registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert port_of(SERVICE) == 8000
    file = tmp_path / "ports.json"
    file.write_text(json.dumps({SERVICE: 9001, "wrong": "9"}))
    monkeypatch.setenv("MCP_PORT_REGISTRY", str(file))
    assert port_of(SERVICE) == 9001
    for name in ("unknown", "wrong"):
        with pytest.raises(SettingsError, match=name):
            port_of(name)


def test_the_program_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCP_PORT_REGISTRY", "nowhere.json")
    with pytest.raises(SystemExit):
        main([])
    assert "nowhere.json" in capsys.readouterr().err


def test_the_program_serves_http_at_its_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCP_PORT", "")
    monkeypatch.setenv("MCP_TRANSPORT", "")
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert SERVICE in capsys.readouterr().out
