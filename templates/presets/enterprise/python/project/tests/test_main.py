"""Tests of the entry point: real processes, both transports."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from mcp_package import main as entry
from mcp_package import server

from .upstream import Upstream

MODULE = "mcp_package.main"
ROOT = Path(__file__).parents[1]


def test_the_entry_point_is_the_server() -> None:
    assert entry.main is server.main
    assert entry.app is server.app


def test_both_names_of_the_container_file_mean_the_same() -> None:
    assert (ROOT / "Containerfile").read_text() == (ROOT / "Dockerfile").read_text()


async def test_stdio(upstream: Upstream) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", MODULE], env=dict(os.environ)
    )
    async with Client(stdio_client(parameters)) as client:
        assert (await client.list_tools()).tools
        found = await client.read_resource("config://server-settings")
    assert "token_required" in found.contents[0].model_dump_json()


async def test_http(upstream: Upstream) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", MODULE, "--http", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(*command, env=dict(os.environ))
    try:
        await until_up(f"http://127.0.0.1:{port}/health")
        async with Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp")) as client:
            assert (await client.list_tools()).tools
    finally:
        process.terminate()
        code = await process.wait()
    assert code == 0


async def test_settings_that_cannot_be_used_stop_it(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_PORT", "many")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", MODULE, env=dict(os.environ), stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert b"MCP_PORT" in said


async def until_up(url: str) -> None:
    """Wait for the server."""
    async with asyncio.timeout(120), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
