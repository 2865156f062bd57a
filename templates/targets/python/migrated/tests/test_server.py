"""The server as clients meet it: over stdio and over HTTP, in a process of its own."""

import asyncio
import json
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

OFFERS: dict[str, Any] = json.loads((Path(__file__).parent / "offers.json").read_text())
SECONDS = 60


async def _listed(session: ClientSession) -> dict[str, set[str]]:
    """Names of everything that the server says it can do."""
    found = await session.initialize()
    can = found.capabilities
    tools = (await session.list_tools()).tools if can.tools else []
    prompts = (await session.list_prompts()).prompts if can.prompts else []
    return {"tool": {tool.name for tool in tools}, "prompt": {prompt.name for prompt in prompts}}


async def test_lists_what_the_original_listed(
    command: list[str], environment: dict[str, str]
) -> None:
    server = StdioServerParameters(command=command[0], args=command[1:], env=environment)
    async with asyncio.timeout(SECONDS), stdio_client(server) as (read, write):
        async with ClientSession(read, write) as session:
            listed = await _listed(session)
    assert listed["tool"] >= set(OFFERS["tool"])
    assert listed["prompt"] >= set(OFFERS["prompt"])


async def test_tools_are_described(command: list[str], environment: dict[str, str]) -> None:
    server = StdioServerParameters(command=command[0], args=command[1:], env=environment)
    async with asyncio.timeout(SECONDS), stdio_client(server) as (read, write):
        async with ClientSession(read, write) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
    schemas = {tool.name: tool.input_schema for tool in tools}
    assert all(schema["type"] == "object" for schema in schemas.values())
    for name, properties in OFFERS["arguments"].items():
        assert sorted(schemas[name].get("properties", {})) == properties


async def test_unknown_tools_are_answered(command: list[str], environment: dict[str, str]) -> None:
    server = StdioServerParameters(command=command[0], args=command[1:], env=environment)
    async with asyncio.timeout(SECONDS), stdio_client(server) as (read, write):
        async with ClientSession(read, write) as session:
            await session.initialize()
            result = await session.call_tool("there_is_no_such_tool", {})
    assert result.content


async def test_health_over_http(command: list[str], environment: dict[str, str]) -> None:
    port = _free_port()
    ended = await _status([*command, "--http", "--port", str(port)], environment, port)
    assert ended in (0, -signal.SIGTERM)


async def test_app_of_uvicorn(command: list[str], environment: dict[str, str]) -> None:
    port = _free_port()
    app = [sys.executable, "-m", "uvicorn", "mcp_package.server:app", "--port", str(port)]
    arguments = {"MCP_ARGUMENTS": shlex.join(command[3:])}
    # How it ends is left to the program: uvicorn raises the signal once more, for handlers of its own.
    await _status(app, {**environment, **arguments}, port)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def _status(command: list[str], environment: dict[str, str], port: int) -> int:
    """The exit status of a server that said that it is well, and then was told to end."""
    process = subprocess.Popen(command, env=environment)
    try:
        assert await asyncio.to_thread(_health, f"http://127.0.0.1:{port}/health") == 200
    finally:
        process.terminate()
        status = process.wait(SECONDS)
    return status


def _health(url: str) -> int:
    for _ in range(SECONDS * 4):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                status: int = answer.status
                return status
        except OSError:
            time.sleep(0.25)
    return pytest.fail("the server did not answer")
