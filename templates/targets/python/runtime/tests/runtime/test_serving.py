"""Both transports, their guards, start and stop."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from mcp.server.mcpserver import Context, MCPServer
from mcp.shared.message import SessionMessage
from mcp_types import CallToolResult
from pydantic import TypeAdapter, ValidationError

from mcp_package.runtime import listening
from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.guards import Buckets
from mcp_package.runtime.results import json_result
from mcp_package.runtime.serving import create_app, run
from mcp_package.runtime.settings import read_settings
from mcp_package.runtime.stdio import StdinLines, answer_unreadable
from mcp_package.runtime.tokens import TokenCheck
from mcp_package.runtime.tools import ToolServer

TOOL = {"name": "ping", "description": "Ping.", "inputSchema": {"type": "object", "properties": {}}}
DISCOVER = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "server/discover",
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    },
}
HEADERS = {
    "host": "127.0.0.1:8000",
    "content-type": "application/json",
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "server/discover",
}


@asynccontextmanager
async def broken(mcp: MCPServer[Any]) -> AsyncIterator[None]:
    if mcp:
        raise SettingsError("API_BASE_URL must be an address")
    yield


def server(**more: Any) -> ToolServer:
    mcp = ToolServer("t", version="1", tools=[TOOL], **more)

    @mcp.operation()
    async def ping(ctx: Context[Any, Any]) -> CallToolResult:
        return json_result("pong", 10_000)

    return mcp


async def post(app: Any, path: str = "/mcp", **headers: str) -> tuple[int, dict[str, str]]:
    """Send one request to an ASGI app; gives status and headers."""
    sent: list[dict[str, Any]] = []
    named = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(DISCOVER).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET" if path == "/health" else "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "headers": [(k.encode(), v.encode()) for k, v in named.items()],
    }

    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not messages:
            await asyncio.Event().wait()  # the client stays connected
        return messages.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}


@asynccontextmanager
async def started(app: Any) -> AsyncIterator[Any]:
    """Run the lifespan of an ASGI app around the block."""
    to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    running = asyncio.create_task(app(scope, to_app.get, from_app.put))
    await to_app.put({"type": "lifespan.startup"})
    assert (await from_app.get())["type"] == "lifespan.startup.complete"
    yield app
    await to_app.put({"type": "lifespan.shutdown"})
    await running


async def test_the_app_serves_health_and_mcp_and_can_be_started_again() -> None:
    app = create_app(server())
    for _ in range(2):
        async with started(app):
            assert (await post(app, "/health"))[0] == 200
            assert (await post(app))[0] == 200


async def test_host_and_origin_are_checked() -> None:
    app = create_app(server())
    async with started(app):
        assert (await post(app, host="evil.example"))[0] == 421
        assert (await post(app, origin="http://evil.example"))[0] == 403
        assert (await post(app, origin="null"))[0] == 403
        assert (await post(app, origin="http://127.0.0.1:8000"))[0] == 200


def test_the_address_itself_and_the_configured_names_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_ALLOWED_HOSTS", "mcp.example")
    monkeypatch.setenv("MCP_ALLOWED_ORIGINS", "https://app.example")
    allowed = listening.security(read_settings(), "fd00::1", 9000)
    assert {"mcp.example", "[fd00::1]:9000", "localhost:*"} <= set(allowed.allowed_hosts)
    assert "https://app.example" in allowed.allowed_origins
    assert "0.0.0.0" not in listening.security(read_settings(), "0.0.0.0", 9000).allowed_hosts


async def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_RATE_LIMIT", "0.1/2")
    app = create_app(server())
    async with started(app):
        answers = [await post(app) for _ in range(3)]
        assert [status for status, _ in answers] == [200, 200, 429]
        assert 1 <= int(answers[2][1]["retry-after"]) <= 10
        assert (await post(app, "/health"))[0] == 200


async def test_a_token_is_wanted_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_SERVER_TOKEN", "right-token")
    monkeypatch.setenv("MCP_RATE_LIMIT", "0.1/4")
    app = create_app(server())
    async with started(app):
        for wrong in ("", "Bearer", "Basic right-token", "Bearer right-tokenx"):
            status, headers = await post(app, authorization=wrong)
            assert status == 401 and headers["www-authenticate"].startswith("Bearer")
        assert (await post(app, authorization="Bearer guess-no-5"))[0] == 429
        assert (await post(app, "/health"))[0] == 200


async def test_a_known_client_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_SERVER_TOKEN", "right-token")
    monkeypatch.setenv("MCP_RATE_LIMIT", "0.1/2")
    app = create_app(server())
    async with started(app):
        statuses = [(await post(app, authorization="Bearer right-token"))[0] for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_a_bucket_fills_again_and_old_clients_are_forgotten() -> None:
    buckets = Buckets(1000, 1)
    buckets.take("a")
    time.sleep(0.01)
    assert buckets.wait("a") == 0
    for n in range(10_001):
        buckets.take(str(n))
    assert Buckets(0, 0).wait("a") == 0


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
CLAIMS = {"aud": "mcp", "iss": "https://issuer.example", "exp": time.time() + 600}


@pytest.fixture
def jwt_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_JWT_PUBLIC_KEY", PUBLIC.replace("\n", "\\n"))
    monkeypatch.setenv("MCP_JWT_AUDIENCE", "mcp")
    monkeypatch.setenv("MCP_JWT_ISSUER", "https://issuer.example")


@pytest.mark.usefixtures("jwt_settings")
@pytest.mark.parametrize(
    ("claims", "accepted"),
    [
        ({}, True),
        ({"aud": "other"}, False),
        ({"iss": "https://evil.example"}, False),
        ({"exp": 1}, False),
    ],
)
async def test_jwt_claims_are_checked(claims: dict[str, Any], accepted: bool) -> None:
    token = jwt.encode(CLAIMS | claims, KEY, algorithm="RS256")
    assert await TokenCheck(read_settings()).accepts(f"Bearer {token}") is accepted


@pytest.mark.usefixtures("jwt_settings")
async def test_an_unsigned_jwt_is_refused() -> None:
    token = jwt.encode(CLAIMS, "", algorithm="none")
    assert not await TokenCheck(read_settings()).accepts(f"Bearer {token}")


@pytest.mark.usefixtures("jwt_settings")
async def test_keys_can_come_from_the_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_JWT_JWKS_URL", "http://127.0.0.1:9/keys")
    token = jwt.encode(CLAIMS, KEY, algorithm="RS256", headers={"kid": "1"})
    check = TokenCheck(read_settings())
    assert check.required
    assert not await check.accepts(f"Bearer {token}")


@pytest.fixture
def stdin() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            pass


async def nothing() -> None:
    """Nothing to wait for."""


async def test_stdin_is_read_line_by_line_to_its_end(stdin: tuple[int, int]) -> None:
    os.write(stdin[1], b'{"a"\n\xff\nrest')
    os.close(stdin[1])
    assert [line async for line in StdinLines(nothing, stdin[0])] == ['{"a"\n', "\ufffd\n", "rest"]


async def test_a_closed_stdin_ends_quietly() -> None:
    lines = StdinLines(nothing, -1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await lines.readline()


async def test_unreadable_messages_are_answered() -> None:
    def error(text: str) -> Exception:
        try:
            TypeAdapter(dict[str, int]).validate_json(text)
        except ValidationError as found:
            return found
        raise AssertionError

    to_filter, incoming = anyio.create_memory_object_stream[Any](9)
    outgoing, answered = anyio.create_memory_object_stream[SessionMessage](9)
    async with to_filter, outgoing, answered, answer_unreadable(incoming, outgoing) as messages:
        for item in (error("{bad"), error("[]"), ValueError("odd"), "a message"):
            await to_filter.send(item)
        assert str(await messages.receive()) == "a message"
        replies = [answered.receive_nowait().message.model_dump() for _ in range(3)]
    assert [reply["error"]["code"] for reply in replies] == [-32700, -32600, -32600]
    assert replies[0]["id"] is None


class Standard:
    """Stands in for sys.stdin: a file with a descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def fileno(self) -> int:
        return self.descriptor


def call_over_stdio(stdin: tuple[int, int]) -> None:
    meta = DISCOVER["params"]
    assert isinstance(meta, dict)
    request = {
        "jsonrpc": "2.0",
        "id": 7,
        "method": "tools/call",
        "params": {**meta, "name": "ping", "arguments": {}},
    }
    os.write(stdin[1], json.dumps(request).encode() + b"\n")


def test_stdio_finishes_what_was_asked_before_the_end_of_stdin(
    stdin: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(stdin[0]))
    call_over_stdio(stdin)
    os.close(stdin[1])
    run(server(), "t", [])
    answer = json.loads(capfdbinary.readouterr().out)
    assert (answer["id"], answer["result"]["content"][0]["text"]) == (7, '"pong"')


def test_a_call_that_hangs_does_not_keep_the_server_for_long(
    stdin: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mcp = ToolServer("t", version="1", tools=[TOOL])

    @mcp.operation()
    async def ping(ctx: Context[Any, Any]) -> CallToolResult:
        await asyncio.Event().wait()
        return json_result("never", 10_000)

    monkeypatch.setattr("mcp_package.runtime.tools.DRAIN_SECONDS", 0.3)
    monkeypatch.setattr(sys, "stdin", Standard(stdin[0]))
    call_over_stdio(stdin)
    os.close(stdin[1])
    before = time.monotonic()
    run(mcp, "t", [])
    assert time.monotonic() - before < 5


def test_stdio_ends_in_peace_on_sigterm(
    stdin: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(stdin[0]))
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    run(server(), "t", [])
    signal.signal(signal.SIGTERM, before)


def test_http_serves_until_sigterm() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    health: list[bytes] = []

    def stop_when_up() -> None:
        while not health:
            time.sleep(0.05)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                    health.append(answer.read())
            except OSError:
                continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_up, daemon=True).start()
    run(server(), "t", ["--http", "--port", str(port)])
    assert health == [b'{"status":"healthy"}']


def test_a_call_of_a_session_is_answered_after_sigterm() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mcp = server()
    answers: list[str] = []

    @mcp.tool()
    async def slow() -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(1.2)  # longer than it takes to find out that the server shall stop
        return "done"

    def post(
        method: str, params: dict[str, Any], session: str = "", **more: Any
    ) -> tuple[str, str]:
        body = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **({"Mcp-Session-Id": session} if session else {}),
        }
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/mcp", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.headers.get("Mcp-Session-Id", ""), answer.read().decode()

    def use() -> None:
        client = {"name": "t", "version": "1"}
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
        session = ""
        while not session:
            time.sleep(0.05)
            with contextlib.suppress(ConnectionError, urllib.error.URLError):
                session, _ = post("initialize", hello, id=1)
        post("notifications/initialized", {}, session)
        answers.append(post("tools/call", {"name": "slow", "arguments": {}}, session, id=2)[1])

    user = threading.Thread(target=use, daemon=True)
    user.start()
    run(mcp, "t", ["--http", "--port", str(port)])
    user.join(5)
    assert "done" in answers[0]


@pytest.mark.parametrize("arguments", [[], ["--http", "--port", "1"]])
def test_a_wrong_setting_is_one_line_and_exit_1(
    arguments: list[str],
    stdin: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(stdin[0]))
    with pytest.raises(SystemExit) as caught:
        run(server(lifespan=broken), "mcp-t", arguments)
    captured = capsys.readouterr()
    assert caught.value.code == 1
    assert captured.err.splitlines()[-1] == "mcp-t: API_BASE_URL must be an address"
    assert captured.out == ""


def test_a_wrong_variable_is_found_before_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCP_PORT", "x")
    with pytest.raises(SystemExit):
        run(server(), "mcp-t", [])
    assert capsys.readouterr().err == "mcp-t: MCP_PORT must be a number greater than 0\n"


def test_help_exits_as_usual(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(server(), "mcp-t", ["--help"])
    assert caught.value.code == 0
    assert "--http" in capsys.readouterr().out
