"""Hold the server against its performance requirements, over HTTP, before a stand-in for the API.

    python -m tests.load [--calls 2000] [--concurrent 100]

Every client has an address of its own (127.0.0.x), so that the rate limit is not what is measured.
"""

import argparse
import asyncio
import os
import resource
import socket
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from ..conftest import environment
from ..features.over_http import META, REVISION
from ..upstream import Case, load_cases, start_upstream

SERVER = "mcp_package.server"
WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Requirements:
    """What has to hold. Times in milliseconds, memory in megabytes."""

    p95: float = 500
    p99: float = 1000
    error_rate: float = 0.01
    memory: float = 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found."""

    p95: float
    p99: float
    error_rate: float
    memory: float
    calls_per_second: float

    def problems(self, wanted: Requirements) -> list[str]:
        """What does not hold."""
        names = ("p95", "p99", "error_rate", "memory")
        return [
            f"{name} is {getattr(self, name):.2f}, more than {getattr(wanted, name)}"
            for name in names
            if getattr(self, name) > getattr(wanted, name)
        ]


def measured(times: Sequence[float], failures: int, seconds: float, memory: float) -> Measured:
    """Percentiles of the times (seconds), and rates."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Measured(
        p95=cuts[94] * 1000,
        p99=cuts[98] * 1000,
        error_rate=failures / len(times),
        memory=memory,
        calls_per_second=len(times) / seconds,
    )


async def one_call(session: aiohttp.ClientSession, url: str, case: Case) -> bool:
    """Call the tool; whether it answered well."""
    params = {"name": case["tool"], "arguments": case["arguments"], "_meta": META}
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": REVISION,
        "Mcp-Method": "tools/call",
        "Mcp-Name": case["tool"],
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    async with session.post(url, json=body, headers=headers) as response:
        text = await response.text()
        return response.status == 200 and '"isError":true' not in text.replace(" ", "")


async def client(number: int, url: str, case: Case, calls: int, times: list[float]) -> int:
    """Call the tool one time after the other; how often that failed."""
    local = (f"127.0.0.{2 + number % 250}", 0) if sys.platform == "linux" else None
    failures = 0
    connector = aiohttp.TCPConnector(local_addr=local)
    async with aiohttp.ClientSession(connector=connector) as session:
        for _ in range(calls):
            begun = time.perf_counter()
            failures += not await one_call(session, url, case)
            times.append(time.perf_counter() - begun)
    return failures


async def load(url: str, case: Case, calls: int, concurrent: int) -> tuple[list[float], int, float]:
    """All clients at once: times, failures, seconds."""
    times: list[float] = []
    begun = time.perf_counter()
    each = max(1, calls // concurrent)
    failed = await asyncio.gather(
        *(client(number, url, case, each, times) for number in range(concurrent))
    )
    return times, sum(failed), time.perf_counter() - begun


async def run(calls: int, concurrent: int) -> Measured:
    """Start everything, measure, stop everything."""
    case = next(case for case in load_cases() if case["request"]["method"] == "GET")
    async with start_upstream() as upstream:
        upstream.response = case["response"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", SERVER, "--http", "--port", str(port)]
        settings = {**environment(upstream), "MCP_ENVELOPE": "on", "MCP_LOG_LEVEL": "ERROR"}
        server = await asyncio.create_subprocess_exec(*command, env={**os.environ, **settings})
        try:
            await until_up(f"http://127.0.0.1:{port}/health")
            url = f"http://127.0.0.1:{port}/mcp"
            await load(url, case, WARM_UP, 1)
            times, failures, seconds = await load(url, case, calls, concurrent)
        finally:
            server.terminate()
            await server.wait()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    memory = peak / (1_000_000 if sys.platform == "darwin" else 1000)
    return measured(times, failures, seconds, memory)


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


def main(arguments: Sequence[str]) -> int:
    """Measure and say; 0 when the requirements hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--concurrent", type=int, default=100)
    options = parser.parse_args(arguments)
    found = asyncio.run(run(options.calls, options.concurrent))
    print(
        f"p95 {found.p95:.0f} ms, p99 {found.p99:.0f} ms, errors {found.error_rate:.2%}, "
        f"{found.memory:.0f} MB, {found.calls_per_second:.0f} calls/s"
    )
    problems = found.problems(Requirements())
    for problem in problems:
        print(f"FAILED: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
