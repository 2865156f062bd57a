"""What belongs to every server of a company: checked settings, and a resource that shows them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import ValidationError

from .. import __version__
from ..config import ServerConfig
from ..runtime.errors import SettingsError
from ..runtime.extensions import Extension
from ..runtime.tools import ToolServer


class Enterprise(Extension):
    """Refuses to start with settings that cannot be used; offers `config://server-settings`."""

    def register(self, server: ToolServer) -> None:
        """Add the resource."""

        async def settings() -> str:
            shown = {
                "server_name": server.name,
                "version": __version__,
                "capabilities": ["tool_execution", "resource_access"],
                "settings": ServerConfig().public(),
            }
            return json.dumps(shown, indent=2)

        about = "The settings of this server, without secrets."
        server.resource(
            "config://server-settings",
            name="server-settings",
            description=about,
            mime_type="application/json",
        )(settings)

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Check the settings."""
        try:
            ServerConfig()
        except ValidationError as error:
            names = ", ".join(f"MCP_{problem['loc'][0]}".upper() for problem in error.errors())
            raise SettingsError(f"These settings cannot be used: {names}") from None
        yield
