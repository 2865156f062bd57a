"""The port registry: one file says which service listens where, so that no two want the same port."""

import json
import os
from pathlib import Path

from mcp_package.runtime.errors import SettingsError

REGISTRY = "MCP_PORT_REGISTRY"


def port_of(service: str) -> int:
    """The port of a service: of the file that MCP_PORT_REGISTRY names, else of `ports.json`.

    Raises:
        SettingsError: The file cannot be read, or has no port for the service.
    """
    named = os.environ.get(REGISTRY, "").strip()
    file = Path(named) if named else Path(__file__).with_name("ports.json")
    try:
        port = json.loads(file.read_bytes())[service]
    except (OSError, ValueError, LookupError, TypeError):
        raise SettingsError(f"{REGISTRY}: {file.name} has no port for {service}") from None
    if not isinstance(port, int) or not 0 < port < 65536:
        raise SettingsError(f"{REGISTRY}: the port of {service} must be a number up to 65535")
    return port
