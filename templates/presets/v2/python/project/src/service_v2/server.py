"""The service as a program: HTTP at the port of the registry, unless the environment says otherwise."""

import os
import sys
from collections.abc import Sequence

from mcp_package.runtime.errors import SettingsError
from mcp_package.runtime.serving import run
from mcp_package.server import app, mcp

from .names import SERVICE
from .ports import port_of

__all__ = ["app", "main", "mcp"]


def main(argv: Sequence[str] | None = None) -> None:
    """Serve MCP and REST; `--help` says more."""
    try:
        os.environ.setdefault("MCP_PORT", str(port_of(SERVICE)))
    except SettingsError as error:
        print(f"{SERVICE}: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    os.environ.setdefault("MCP_TRANSPORT", "http")
    run(mcp, SERVICE, argv)


if __name__ == "__main__":
    main()
