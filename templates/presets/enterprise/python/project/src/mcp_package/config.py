"""Settings of the server, typed and checked: every one of them is an environment variable MCP_…."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServerConfig(BaseSettings):
    """What the environment says. What is not named here is read by the features that it belongs to."""

    model_config = SettingsConfigDict(env_prefix="MCP_", env_ignore_empty=True, frozen=True)

    transport: Literal["stdio", "http", "sse"] = "stdio"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    server_token: SecretStr | None = None
    rate_limit: str = "50/100"
    max_response_bytes: int = Field(default=1_000_000, gt=0)

    def public(self) -> dict[str, object]:
        """Everything that a client may know: secrets only as whether they are set."""
        shown = self.model_dump(exclude={"server_token"})
        return {**shown, "token_required": self.server_token is not None}
