"""Registration: which functions are tools, with the scope that a caller needs."""

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import ToolAnnotations
from pydantic import Field

from ..features.auth import require_scope
from ..runtime.tools import ToolServer
from . import tools

READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def register(mcp: ToolServer) -> None:
    """Add your tools to the server."""

    @mcp.tool(title="Count words", annotations=READ_ONLY)
    @require_scope("read")
    async def count_words(
        ctx: Context[Any, Any],
        text: Annotated[str, Field(max_length=1000, description="Text to count")],
    ) -> tools.TextResponse:
        """Count the words of a text."""
        return tools.count_words(tools.TextRequest(text=text))
