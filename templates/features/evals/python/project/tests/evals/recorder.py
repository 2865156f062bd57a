"""Stands between an MCP client and the server, and writes down which tools the client calls.

    python -m tests.evals.recorder CALLS_FILE

Calls of tools are answered here, so that an evaluation changes nothing in the API; with
MCP_EVALS_LIVE=1 they go on to the server.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

SERVER = "mcp_package.server"
FINDERS = ("search_operations", "describe_operation")
"""Tools that only look something up in the server."""
LONGEST_LINE = 16_000_000


class Recorder:
    """One session.

    Args:
        calls: The file that gets a line for each call.
        live: Whether the server answers calls.
    """

    def __init__(self, calls: Path, live: bool) -> None:
        self._calls = calls
        self._live = live

    def answer(self, line: bytes) -> bytes | None:
        """Write down a call; the answer to it, or None for what the server has to see."""
        try:
            message: Any = json.loads(line)
        except ValueError:
            return None
        if not isinstance(message, dict) or message.get("method") != "tools/call":
            return None
        params = message.get("params") or {}
        name = str(params.get("name"))
        if name in FINDERS:
            return None
        with self._calls.open("a", encoding="utf-8") as file:
            file.write(
                json.dumps({"tool": name, "arguments": params.get("arguments") or {}}) + "\n"
            )
        return None if self._live else _done(message.get("id"))


def _done(request: Any) -> bytes:
    text = {"type": "text", "text": "Done. This is an evaluation: nothing was sent to the API."}
    result = {"content": [text], "isError": False, "resultType": "complete"}
    return json.dumps({"jsonrpc": "2.0", "id": request, "result": result}).encode() + b"\n"


async def run(recorder: Recorder) -> int:
    """Pass lines on in both directions until the client is gone."""
    loop = asyncio.get_running_loop()
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", SERVER, stdin=pipe, stdout=pipe, limit=LONGEST_LINE
    )
    if server.stdin is None or server.stdout is None:
        raise RuntimeError("a process without pipes")
    from_server = asyncio.create_task(_copy_out(server.stdout))
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        if answer := recorder.answer(line):
            _write(answer)
        else:
            server.stdin.write(line)
            await server.stdin.drain()
    server.stdin.close()
    await from_server
    return await server.wait()


async def _copy_out(stream: asyncio.StreamReader) -> None:
    while line := await stream.readline():
        _write(line)


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    live = os.environ.get("MCP_EVALS_LIVE") == "1"
    sys.exit(asyncio.run(run(Recorder(Path(sys.argv[1]), live))))
