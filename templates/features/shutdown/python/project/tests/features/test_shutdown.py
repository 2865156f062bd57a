"""Tests of the end: the server as a process of its own, called while it is told to stop."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from mcp_package.features.shutdown import Shutdown
from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.tools import ToolServer

PROGRAM = """
import asyncio
from mcp_package.features.shutdown import Shutdown
from mcp_package.runtime.serving import run
from mcp_package.runtime.tools import ToolServer

mcp = ToolServer("x", version="1", tools=[], extensions=[Shutdown()])

@mcp.tool()
async def slow() -> str:
    await asyncio.sleep(1.5)
    return "done"

run(mcp, "x")
"""
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "slow", "arguments": {}},
}
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call",
    "Mcp-Name": "slow",
}


@asynccontextmanager
async def started(**more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The server over HTTP; gives its process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        "--http",
        "--port",
        str(port),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | more,
        stderr=asyncio.subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as session:
            for _ in range(200):
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{address}/health"):
                        break
                await asyncio.sleep(0.1)
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def call(session: aiohttp.ClientSession, address: str) -> tuple[str, str]:
    params = CALL["params"]
    assert isinstance(params, dict)
    body = CALL | {"params": params | {"_meta": META}}
    async with session.post(f"{address}/mcp", json=body, headers=HEADERS) as response:
        return await response.text(), response.headers.get("Connection", "")


async def test_calls_before_and_after_sigterm_are_answered_and_the_end_is_in_peace() -> None:
    async with (
        started(MCP_DRAIN_SECONDS="3") as (process, address),
        aiohttp.ClientSession() as session,
    ):
        before = asyncio.create_task(call(session, address))
        await asyncio.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.2)
        text, connection = await call(session, address)
        assert "done" in text
        assert connection == "close"
        assert "done" in (await before)[0]
        assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_a_wrong_setting_is_found_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_DRAIN_SECONDS", "soon")
    with pytest.raises(SettingsError, match="MCP_DRAIN_SECONDS"):
        async with Shutdown().running(ToolServer("x", version="1", tools=[])):
            pass


@pytest.mark.parametrize("seconds", ["", "0"])
async def test_without_load_balancers_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("MCP_DRAIN_SECONDS", seconds)
    async with Shutdown().running(ToolServer("x", version="1", tools=[])):
        await asyncio.wait_for(Shutdown().draining(), 1)
