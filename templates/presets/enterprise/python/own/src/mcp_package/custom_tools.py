"""Your own tools are in tools/: business logic in tools.py, registration in registry.py."""

from .tools.registry import register

__all__ = ["register"]
