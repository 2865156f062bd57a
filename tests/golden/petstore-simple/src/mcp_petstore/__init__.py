"""MCP server for Swagger Petstore.

A sample API that uses a petstore as an example to demonstrate features in the swagger-2.0 specification
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("mcp-petstore")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.0.0"
