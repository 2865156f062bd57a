"""Your own tools, and three to begin with. This file is yours: it is never written again."""

import asyncio
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import ToolAnnotations
from pydantic import Field

from . import __version__
from .features.health import look
from .runtime.errors import CallError
from .runtime.tools import ToolServer

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def register(mcp: ToolServer) -> None:
    """Add tools to the server. Types, limits and docstrings are what clients see and what is checked."""

    # Synchronous, for what needs no waiting; it runs in a thread.
    def server_info() -> dict[str, str]:
        """Tell name and version of this server."""
        return {"name": mcp.name, "version": __version__}

    # Asynchronous, for what waits for others.
    async def dependency_status() -> dict[str, str]:
        """Look at what this server depends on."""
        return {one.name: one.problem or "healthy" for one in await look(mcp)}

    # With the context of the call: progress, the client, the HTTP request.
    async def wait_until_healthy(
        ctx: Context[Any, Any],
        seconds: Annotated[
            int, Field(ge=1, le=60, description="How long to wait at the most")
        ] = 10,
    ) -> str:
        """Wait until everything that this server depends on is healthy."""
        for passed in range(seconds):
            problems = [one.name for one in await look(mcp) if one.problem]
            if not problems:
                return "healthy"
            await ctx.report_progress(passed, seconds, f"waiting for {', '.join(problems)}")
            await asyncio.sleep(1)
        # What the model is told. Other exceptions are logged, and their texts stay here.
        raise CallError(f"Not healthy within {seconds} s: {', '.join(problems)}. Try again later.")

    for tool in (server_info, dependency_status, wait_until_healthy):
        if mcp.catalog.find(tool.__name__) is None:  # the API may have an operation of that name
            mcp.add_tool(tool, annotations=READS)
