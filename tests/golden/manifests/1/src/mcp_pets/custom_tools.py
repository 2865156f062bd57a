"""Your own tools. This file is yours: it is never written again."""

from .runtime.tools import ToolServer


def register(mcp: ToolServer) -> None:
    """Add tools to the server.

    For example:

        @mcp.tool()
        async def add(a: int, b: int) -> int:
            \"\"\"Add two numbers.\"\"\"
            return a + b
    """
