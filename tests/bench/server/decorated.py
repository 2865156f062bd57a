"""The same tools as a tools.json, by the SDK's own decorators: python decorated.py [tools.json]; no tools without it."""

import json
import sys
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field

KINDS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
KINDS |= {"array": "list[Any]", "object": "dict[str, Any]"}


def source(tool: dict[str, Any]) -> str:
    """A function with the arguments of a tool."""
    schema = tool["inputSchema"]
    required = schema.get("required", [])
    parameters = []
    for name, told in schema.get("properties", {}).items():
        kind = told.get("type") if isinstance(told, dict) else None
        hint = KINDS.get(kind, "Any") if isinstance(kind, str) else "Any"
        about = repr(str(told.get("description", "")) if isinstance(told, dict) else "")
        if name in required:
            parameters.append(f"{name}: Annotated[{hint}, Field(description={about})]")
        else:
            parameters.append(f"{name}: Annotated[{hint} | None, Field(description={about})] = None")
    given = f"*, {', '.join(parameters)}" if parameters else ""
    about = repr(tool["description"])
    return f"@mcp.tool(description={about})\nasync def {tool['name']}({given}) -> dict[str, Any]:\n    return {{}}\n"


mcp = MCPServer("decorated", log_level="WARNING")
if len(sys.argv) > 1:
    with open(sys.argv[1], encoding="utf-8") as file:
        tools = json.load(file)["tools"]
    code = "\n".join(source(tool) for tool in tools)
    scope = {"mcp": mcp, "Any": Any, "Annotated": Annotated, "Field": Field}
    exec(compile(code, "decorated", "exec"), scope)
mcp.run()
