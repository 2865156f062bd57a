"""The three tiers around the tools of the API."""

import time
from datetime import UTC, datetime
from typing import Any

from mcp_types import CallToolResult, ToolAnnotations

from .. import __version__
from ..runtime.errors import CallError
from ..runtime.extensions import Extension, ProceedTool, ToolCall, ToolResult
from ..runtime.results import failure
from ..runtime.settings import number, read_text
from ..runtime.tools import ToolServer
from ..tiers.capabilities import Capability, add_tool, free_name, register
from ..tiers.data import DataStore
from ..tiers.envelopes import failed, succeeded
from ..tiers.workflows import Workflow, guide, workflows


class ThreeTier(Extension):
    """Adds resources, data tools and prompts, and gives all answers one form."""

    def __init__(self) -> None:
        self._data = DataStore()
        self._begun = time.monotonic()

    def register(self, server: ToolServer) -> None:
        """Resources first, then tools on top of them, then prompts that lead through both."""
        for capability in self._capabilities(server):
            register(server, capability)
        self._register_data(server)
        for workflow in workflows(server.catalog.operations.values()):
            _register_workflow(server, workflow)

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Put the answer into the common form, unless the tool promises another one."""
        begun = time.perf_counter()
        try:
            result = await proceed()
        except CallError as error:
            result = failure(error)
        if not isinstance(result, CallToolResult) or not enveloped(call):
            return result
        if result.is_error:
            return failed(result)
        metadata = {
            "tool": call.name,
            "operation": call.operation.key if call.operation else None,
            "read_only": call.read_only,
            "ms": round((time.perf_counter() - begun) * 1000),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return succeeded(result, metadata, int(number("MCP_MAX_RESPONSE_BYTES", 1_000_000)))

    def _capabilities(self, server: ToolServer) -> list[Capability]:
        async def status() -> dict[str, Any]:
            return {
                "domain": server.name,
                "version": __version__,
                "state": "stopping" if server.stopping else "running",
                "uptime_seconds": round(time.monotonic() - self._begun),
                "operations": len(server.catalog.operations),
                "data_loaded": self._data.names,
            }

        async def capabilities() -> dict[str, Any]:
            return {
                "tools": [tool.name for tool in await server.list_tools()],
                "resources": [str(one.uri) for one in await server.list_resources()],
                "prompts": [prompt.name for prompt in await server.list_prompts()],
            }

        return [
            Capability("status", "How the server is and what it has loaded.", status, _say_status),
            Capability(
                "capabilities",
                "The tools, resources and prompts of this server.",
                capabilities,
                _say_capabilities,
            ),
        ]

    def _register_data(self, server: ToolServer) -> None:
        data = self._data
        uri = f"{server.name}://data/{{item_id}}"

        async def item(item_id: str) -> dict[str, Any]:
            return {"data_id": item_id, "schema": data.schema(item_id)}

        about = "The columns of loaded data."
        server.resource(uri, name="data", description=about, mime_type="application/json")(item)
        add_tool(server, item, "get_data", about)
        changes = ToolAnnotations(
            read_only_hint=False,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        )
        said = "Load a CSV, JSON, NDJSON or Parquet file under a name, and learn its columns."
        add_tool(server, data.load, "load_data", said, changes)
        said = "Look at loaded data: operation is summary, correlation, schema or head."
        add_tool(server, data.analyze, "analyze_data", said)
        analyze = free_name(server, "analyze_data")

        async def explore(data_id: str) -> str:
            return _explore(data_id, data.schema(data_id), analyze)

        server.prompt(name="explore_data", description="What loaded data are worth asking.")(
            explore
        )


def enveloped(call: ToolCall) -> bool:
    """Whether answers get the common form; a tool with an output schema keeps what that says."""
    on = read_text("MCP_ENVELOPE", "on").lower() != "off"
    return on and not (call.operation is not None and call.operation.has_output_schema)


def _register_workflow(server: ToolServer, workflow: Workflow) -> None:
    async def guided(goal: str) -> str:
        return guide(workflow, goal)

    about = f"Leads through the {len(workflow.tools)} tools of {workflow.title}."
    server.prompt(name=f"{workflow.name}_workflow", description=about)(guided)


def _say_status(status: Any) -> str:
    loaded = ", ".join(status["data_loaded"]) or "nothing"
    return (
        f"The server {status['domain']} {status['version']} is {status['state']} and offers "
        f"{status['operations']} operations of its API. Loaded data: {loaded}."
    )


def _say_capabilities(found: Any) -> str:
    flows = [name for name in found["prompts"] if name.endswith("_workflow")]
    return "\n".join(
        [
            f"This server has {len(found['tools'])} tools. Choose the workflow that fits the goal:",
            *(f"- {name}" for name in flows),
            "Then call only the tools that it names.",
        ]
    )


def _explore(data_id: str, schema: dict[str, Any], analyze: str) -> str:
    columns = schema["columns"]
    numeric = [
        name for name, one in columns.items() if one["dtype"].startswith(("Int", "UInt", "Float"))
    ]
    rows, width = schema["shape"]
    lines = [
        f"# Exploring {data_id}",
        "",
        f"{rows} rows, {width} columns: {', '.join(columns)}",
        "",
        "Suggested:",
        f"- `{analyze}` with operation `summary`",
    ]
    if len(numeric) >= 2:
        lines.append(f"- `{analyze}` with operation `correlation`: {', '.join(numeric)}")
    gaps = [name for name, one in columns.items() if one["null_count"]]
    if gaps:
        lines.append(f"- say that values are missing in: {', '.join(gaps)}")
    return "\n".join(lines)
