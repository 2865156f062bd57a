"""Entry point: `python -m mcp_package.main`, the same as the command."""

from .server import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()
