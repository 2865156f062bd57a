"""Data models of the service."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class ConfigModel(BaseModel):
    """What the service is configured with. Credentials are the API client's, which reads them itself."""

    model_config = ConfigDict(frozen=True)

    endpoint: str = Field(description="Where the API is")
    timeout: float = Field(default=30.0, gt=0, description="Seconds for a call, retries included")
    max_retries: int = Field(
        default=3, ge=1, le=10, description="Tries of a request that may be repeated"
    )


class RequestModel(BaseModel):
    """A call of a tool."""

    model_config = ConfigDict(extra="forbid")

    tool: str = Field(min_length=1, max_length=100, description="Name of the tool")
    arguments: dict[str, Any] = Field(default_factory=dict, description="Its arguments")
    timestamp: datetime = Field(default_factory=now)

    def cache_key(self) -> str:
        """The same for two requests that ask for the same, whenever they come."""
        said = {"tool": self.tool, "arguments": self.arguments}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class ResponseModel(BaseModel):
    """What every route of the service answers."""

    status: Literal["ok", "error"]
    data: Any = None
    message: str | None = None
    request_key: str | None = Field(
        default=None, description="`cache_key` of the request, for logs"
    )
    timestamp: datetime = Field(default_factory=now)


class ServiceStatus(BaseModel):
    """How the service is."""

    healthy: bool
    version: str
    uptime_seconds: float
    processed_requests: int
    error_rate: float = Field(description="Share of the last calls that failed, from 0 to 1")
    last_error: str | None = None
    capabilities: list[str]
