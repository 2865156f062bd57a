"""The service around the tools of `mcp_package`: its models, its logic, REST beside MCP."""

# First of all: the list of features has the service in it, and the service is made of features.
from mcp_package import features

from .names import SERVICE

__all__ = ["SERVICE", "features"]
