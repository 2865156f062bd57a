"""MCP server for Bookshop.

Find books, keep the stock, and place orders.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("mcp-bookshop")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.0.0"
