"""What every server that listens has in common: whom it serves, and its health."""

from ipaddress import ip_address

from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .settings import Settings

GRACE_SECONDS = 8
"""For calls that still run when the server is told to stop."""


def security(settings: Settings, host: str, port: int) -> TransportSecuritySettings:
    """Host and Origin headers that are served: loopback, the address itself, and the configured."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host not in ("::1", *names) and not _is_every_address(host):
        names.append(f"[{host}]" if ":" in host else host)
    hosts = [text for name in names for text in (name, f"{name}:{port}", f"{name}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[*hosts, *settings.allowed_hosts],
        allowed_origins=[*(f"http://{text}" for text in hosts), *settings.allowed_origins],
    )


def _is_every_address(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def health_route() -> Route:
    """Says at /health that the process answers."""
    return Route("/health", _health, methods=["GET"])


async def _health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "healthy"})
