"""Settings from the environment."""

import pytest

from mcp_package.runtime.defaults import DEFAULTS
from mcp_package.runtime.errors import SettingsError, category_of
from mcp_package.runtime.settings import flag, read_settings


def test_defaults() -> None:
    settings = read_settings()
    assert (settings.transport, settings.host, settings.port) == ("stdio", "127.0.0.1", 8000)
    assert settings.max_response_bytes == 1_000_000
    assert f"{settings.rate:g}/{settings.burst:g}" == DEFAULTS.get("MCP_RATE_LIMIT", "50/100")


def test_a_default_of_the_project_gives_way_to_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mcp_package.runtime.settings.DEFAULTS", {"MCP_HOST": "0.0.0.0"})
    assert read_settings().host == "0.0.0.0"
    monkeypatch.setenv("MCP_HOST", "127.0.0.1")
    assert read_settings().host == "127.0.0.1"


@pytest.mark.parametrize("text", ["http", "streamable-http", "Streamable-HTTP"])
def test_http_has_two_names(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MCP_TRANSPORT", text)
    assert read_settings().transport == "http"


@pytest.mark.parametrize(
    ("text", "rate", "burst"), [("10", 10, 20), ("1/10", 1, 10), ("off", 0, 0), ("0", 0, 0)]
)
def test_rate_limits(monkeypatch: pytest.MonkeyPatch, text: str, rate: float, burst: float) -> None:
    monkeypatch.setenv("MCP_RATE_LIMIT", text)
    settings = read_settings()
    assert (settings.rate, settings.burst) == (rate, burst)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MCP_TRANSPORT", "sse"),
        ("MCP_PORT", "http"),
        ("MCP_PORT", "70000"),
        ("MCP_MAX_RESPONSE_BYTES", "-1"),
        ("MCP_RATE_LIMIT", "fast"),
        ("MCP_RATE_LIMIT", "-1"),
        ("MCP_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_jwt_needs_an_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_JWT_JWKS_URL", "https://issuer.example/keys")
    with pytest.raises(SettingsError, match="MCP_JWT_AUDIENCE"):
        read_settings()


def test_lists_and_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_ALLOWED_HOSTS", "a.example, b.example:*,")
    monkeypatch.setenv("SWITCH", "Yes")
    assert read_settings().allowed_hosts == ("a.example", "b.example:*")
    assert flag("SWITCH")


def test_statuses_fall_into_three_categories() -> None:
    kinds = [category_of(status) for status in (400, 409, 422, 500, 0)]
    assert kinds == [
        "client_error",
        "business_error",
        "business_error",
        "server_error",
        "server_error",
    ]
