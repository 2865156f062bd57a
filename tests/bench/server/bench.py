"""A generated server beside the SDK alone, in turns, so that both see the same machine.

python bench.py PROJECT PACKAGE TIMES CALLS prints one JSON list of rows. Figures are CPU time of the server's process.
"""

import json
import statistics
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cpu import calling, listing

HERE = Path(__file__).parent


def first_call(project: Path) -> dict[str, Any]:
    """The first call of the project's own tests that reads JSON and needs no argument."""
    for path in sorted((project / "tests" / "cases").glob("*.json")):
        for case in json.loads(path.read_bytes()):
            reads = case["request"]["method"] == "GET" and "json" in case["response"]
            if reads and not case["arguments"]:
                return dict(case)
    raise SystemExit("the project has no tool that reads without arguments")


def start_upstream(answer: object) -> str:
    """An API that always answers the same; it ends with this process."""
    body = json.dumps(answer).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main() -> None:
    """Measure, and print."""
    project, package = Path(sys.argv[1]), sys.argv[2]
    times, calls = int(sys.argv[3]), int(sys.argv[4])
    case = first_call(project)
    url = start_upstream(case["response"]["json"])
    manifest = json.loads((project / ".create-mcp-server" / "manifest.json").read_bytes())
    env = {
        "PYTHONPATH": str(project / "src"),
        manifest["run"]["env"]["baseUrl"]: url,
        "BENCH_URL": url,
    }
    tools = project / "src" / package / "tools.json"
    python, decorated = sys.executable, str(HERE / "decorated.py")
    count = len(json.loads(tools.read_bytes())["tools"])
    ours = {"command": [python, "-m", f"{package}.server"], "env": env}
    dynamic = {**ours, "env": {**env, "MCP_TOOLS": "dynamic"}}
    all_decorated = {"command": [python, decorated, str(tools)], "env": env}
    empty = {"command": [python, decorated], "env": env}
    bare = {
        "command": [python, str(HERE / "bare.py")],
        "env": env,
        "tool": "fetch",
        "arguments": {},
    }
    called = {**ours, "tool": case["tool"], "arguments": {}}

    def listed(task: dict[str, Any]) -> float:
        return listing(task)[0]

    def per_call(task: dict[str, Any]) -> float:
        return calling(task, calls)

    pairs = [
        (
            f"start to tools/list, {count} tools : decorated functions",
            listed,
            ours,
            all_decorated,
            0.6,
        ),
        ("start to tools/list, dynamic : an empty server", listed, dynamic, empty, 1.3),
        ("one call : a tool on the SDK alone", per_call, called, bare, 1.1),
    ]
    rows = []
    for what, measure, first, second, most in pairs:
        both = [(measure(first), measure(second)) for _ in range(times)]
        figures = [statistics.median(column) for column in zip(*both, strict=True)]
        ratio = statistics.median(a / b for a, b in both)
        rows.append(
            {
                "what": what,
                "ours": figures[0],
                "theirs": figures[1],
                "ratio": ratio,
                "atMost": most,
            }
        )
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
