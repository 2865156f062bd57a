"""CPU time of MCP servers over stdio, each in a process of its own: until tools/list, and per call.

A task is {"command": [...], "env": {...}}, for calls with "tool" and "arguments". Times are milliseconds, user and system.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PROTOCOL = "2025-06-18"
WARM_UP = 50


class Server:
    """A server process that is asked one thing at a time."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env=os.environ | env,
        )
        self._id = 0

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        self._id += 1
        self.send({"id": self._id, "method": method, "params": params})
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            answer: dict[str, Any] = json.loads(line)
            if answer.get("id") == self._id:
                return answer["result"]
        raise RuntimeError("the server ended")

    def begin(self) -> None:
        """Make the handshake."""
        who = {"name": "bench", "version": "1"}
        given = {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": who}
        self.ask("initialize", given)
        self.send({"method": "notifications/initialized"})

    def spent(self) -> float:
        """The milliseconds of CPU that all its threads have used so far."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def end(self) -> float:
        """Kill the process; the milliseconds of CPU that it used."""
        self.process.kill()
        _, _, usage = os.wait4(self.process.pid, 0)
        return (usage.ru_utime + usage.ru_stime) * 1000


def listing(task: dict[str, Any]) -> tuple[float, int]:
    """From process start to the answer of tools/list."""
    server = Server(task["command"], task["env"])
    server.begin()
    tools = len(server.ask("tools/list", {})["tools"])
    return server.end(), tools


def calling(task: dict[str, Any], calls: int) -> float:
    """One call, once the server is warm. Needs /proc."""
    server = Server(task["command"], task["env"])
    server.begin()
    before = 0.0
    for number in range(WARM_UP + calls):
        if number == WARM_UP:
            before = server.spent()
        result = server.ask("tools/call", {"name": task["tool"], "arguments": task["arguments"]})
        if result.get("isError"):
            raise RuntimeError(f"a call failed: {result}")
    after = server.spent()
    server.end()
    return (after - before) / calls
