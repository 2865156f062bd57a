"""Settings of the MCP server itself, from the environment."""

import os
from dataclasses import dataclass

from .callers import header_names
from .defaults import DEFAULTS
from .errors import SettingsError
from .redaction import register_secret

EXTRA_ARGUMENTS = ("max_items", "fields")
"""What MCP_EXTRA_ARGUMENTS may name; `extras.py` adds them to the tools."""

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says about this server.

    Attributes:
        transport: `stdio` or `http` (MCP_TRANSPORT).
        host: Address that HTTP listens on (MCP_HOST).
        port: Port that HTTP listens on (MCP_PORT).
        extras: Arguments added to the tools (MCP_EXTRA_ARGUMENTS: max_items, fields, or all).
        tools: `static`, `dynamic`, or "" for what server.py says (MCP_TOOLS).
        log_level: MCP_LOG_LEVEL.
        max_response_bytes: Most bytes of one answer to a client (MCP_MAX_RESPONSE_BYTES).
        rate: Requests per second and client, 0 for no limit (MCP_RATE_LIMIT, `50` or `50/100`).
        burst: Requests that a client may make at once.
        allowed_hosts: Host headers besides the loopback names (MCP_ALLOWED_HOSTS, with commas).
        allowed_origins: Origin headers besides the loopback ones (MCP_ALLOWED_ORIGINS).
        server_token: The bearer token that clients must send (MCP_SERVER_TOKEN).
        jwks_url: Keys of the issuer of JWT bearer tokens (MCP_JWT_JWKS_URL).
        public_key: The same as one PEM text (MCP_JWT_PUBLIC_KEY).
        issuer: Required issuer (MCP_JWT_ISSUER).
        audience: Required audience (MCP_JWT_AUDIENCE).
        pass_through: Headers of callers that go on to the API (MCP_PASS_THROUGH_AUTH).
    """

    transport: str
    host: str
    port: int
    tools: str
    extras: tuple[str, ...]
    log_level: str
    max_response_bytes: int
    rate: float
    burst: float
    allowed_hosts: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    server_token: str
    jwks_url: str
    public_key: str
    issuer: str
    audience: str
    pass_through: tuple[str, ...]


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsError: A variable has a value that cannot be used.
    """
    rate, burst = _rate(read_text("MCP_RATE_LIMIT", "50/100"))
    settings = Settings(
        transport=_transport(),
        host=read_text("MCP_HOST", "127.0.0.1"),
        port=int(number("MCP_PORT", 8000, most=65535)),
        tools=_one_of("MCP_TOOLS", ("static", "dynamic", ""), ""),
        extras=_extras(),
        log_level=_one_of("MCP_LOG_LEVEL", _LEVELS, "INFO"),
        max_response_bytes=int(number("MCP_MAX_RESPONSE_BYTES", 1_000_000)),
        rate=rate,
        burst=burst,
        allowed_hosts=_list("MCP_ALLOWED_HOSTS"),
        allowed_origins=_list("MCP_ALLOWED_ORIGINS"),
        server_token=read_text("MCP_SERVER_TOKEN"),
        jwks_url=read_text("MCP_JWT_JWKS_URL"),
        public_key=read_text("MCP_JWT_PUBLIC_KEY").replace("\\n", "\n"),
        issuer=read_text("MCP_JWT_ISSUER"),
        audience=read_text("MCP_JWT_AUDIENCE"),
        pass_through=header_names(read_text("MCP_PASS_THROUGH_AUTH")),
    )
    guarded = settings.server_token or settings.jwks_url or settings.public_key
    if guarded and "authorization" in settings.pass_through:
        raise SettingsError(
            "MCP_PASS_THROUGH_AUTH cannot pass on Authorization while clients send the token of this "
            "server in it; name another header"
        )
    if (settings.jwks_url or settings.public_key) and not settings.audience:
        raise SettingsError("MCP_JWT_AUDIENCE is needed to check JWT bearer tokens")
    register_secret(settings.server_token)
    return settings


def number(name: str, default: float, most: float = 1e12) -> float:
    """Read a number greater than zero."""
    text = read_text(name)
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1
    if not 0 < value <= most:
        raise SettingsError(f"{name} must be a number greater than 0")
    return value


def flag(name: str) -> bool:
    """Read a switch: 1, true, yes or on."""
    return read_text(name).lower() in ("1", "true", "yes", "on")


def read_text(name: str, default: str = "") -> str:
    """Read a text without the blanks around it."""
    return os.environ.get(name, "").strip() or DEFAULTS.get(name, default)


def _transport() -> str:
    """`stdio` or `http`, which is also called streamable-http."""
    if read_text("MCP_TRANSPORT").lower() == "sse":
        raise SettingsError(
            "MCP_TRANSPORT=sse asks for the HTTP+SSE transport, deprecated since revision 2025-03-26 "
            "of MCP and not served; use http"
        )
    found = _one_of("MCP_TRANSPORT", ("stdio", "http", "streamable-http"), "stdio")
    return "stdio" if found == "stdio" else "http"


def _list(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in read_text(name).split(",") if part.strip())


def _extras() -> tuple[str, ...]:
    names = tuple(name.lower() for name in _list("MCP_EXTRA_ARGUMENTS"))
    if not set(names) <= {*EXTRA_ARGUMENTS, "all"}:
        raise SettingsError(f"MCP_EXTRA_ARGUMENTS may name {', '.join(EXTRA_ARGUMENTS)}, or all")
    return names


def _one_of(name: str, values: tuple[str, ...], default: str) -> str:
    text = read_text(name, default)
    for value in values:
        if value.lower() == text.lower():
            return value
    raise SettingsError(f"{name} must be one of: {', '.join(v for v in values if v)}")


def _rate(text: str) -> tuple[float, float]:
    """Read `rate` or `rate/burst`; the burst is twice the rate when left out. 0 or off: no limit."""
    first, _, second = text.partition("/")
    try:
        rate = 0.0 if first.strip().lower() == "off" else float(first)
        burst = float(second) if second.strip() else 2 * rate
    except ValueError:
        rate = burst = -1.0
    if rate < 0 or burst < 0 or (rate and burst < 1):
        raise SettingsError("MCP_RATE_LIMIT must be requests per second, like 50 or 50/100, or off")
    return rate, burst
