"""The service that stands around the tools, from a package of its own."""

from service_v2.extension import Service

__all__ = ["Service"]
