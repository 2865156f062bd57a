"""What the service does: calls, counted; requests to the API, tried again."""

import time
from collections import deque
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from mcp_package import __version__
from mcp_package.features.rest import data_of
from mcp_package.runtime import retries
from mcp_package.runtime.calls import Call
from mcp_package.runtime.delivery import Delivered
from mcp_package.runtime.errors import ApiError
from mcp_package.runtime.extensions import ProceedRequest, ProceedTool, ToolResult
from mcp_package.runtime.tools import ToolServer

from ..models import ConfigModel, RequestModel, ResponseModel, ServiceStatus

KEPT = 1000
"""Calls that the error rate and the times are about: the last ones."""
MOST_ERRORS = 0.1
"""Share of failed calls from which on the service is not healthy."""
_jitter = wait_exponential(multiplier=0.2, max=10.0) + wait_random(0.0, 0.2)


class CoreService:
    """The logic of the service.

    Args:
        server: The MCP server whose tools it calls.
        config: What it is configured with.
    """

    def __init__(self, server: ToolServer, config: ConfigModel) -> None:
        self.config = config
        self._server = server
        self._begun = time.monotonic()
        self._count = 0
        self._last: deque[tuple[float, bool]] = deque(maxlen=KEPT)
        self._last_error: str | None = None

    async def process(self, request: RequestModel, http: Any = None) -> ResponseModel:
        """Call a tool. What went wrong is in the answer.

        Args:
            request: The call.
            http: The HTTP request behind it, which says who calls.
        """
        key = request.cache_key()
        try:
            result = await self._server.call_directly(request.tool, request.arguments, http)
        except MCPError as error:
            return ResponseModel(status="error", message=str(error), request_key=key)
        if not isinstance(result, CallToolResult):
            text = "The tool asks for input, which needs an MCP client."
            return ResponseModel(status="error", message=text, request_key=key)
        data = data_of(result)
        if result.is_error:
            return ResponseModel(status="error", message=str(data), request_key=key)
        return ResponseModel(status="ok", data=data, request_key=key)

    async def counted(self, proceed: ProceedTool) -> ToolResult:
        """Make a call and remember how it went."""
        begun = time.perf_counter()
        failed = True
        try:
            result = await proceed()
            failed = bool(getattr(result, "is_error", False))
            return result
        except Exception as error:
            self._last_error = type(error).__name__
            raise
        finally:
            self._count += 1
            self._last.append((time.perf_counter() - begun, failed))

    async def send(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Send a request to the API, and again where that may help and harms nobody."""
        call.max_tries = 1  # the tries are counted here

        def wait(state: RetryCallState) -> float:
            return max(call.asked or 0.0, _jitter(state))

        attempts = AsyncRetrying(
            stop=stop_after_attempt(self.config.max_retries),
            wait=wait,
            retry=retry_if_exception(lambda error: may_repeat(call, error)),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                return await proceed()
        raise AssertionError("the last attempt returns or raises")

    def get_status(self) -> ServiceStatus:
        """How the service is."""
        errors = sum(failed for _, failed in self._last)
        rate = errors / len(self._last) if self._last else 0.0
        return ServiceStatus(
            healthy=rate < MOST_ERRORS,
            version=__version__,
            uptime_seconds=round(time.monotonic() - self._begun, 3),
            processed_requests=self._count,
            error_rate=round(rate, 4),
            last_error=self._last_error,
            capabilities=self.list_capabilities(),
        )

    def get_detailed_status(self) -> dict[str, Any]:
        """The same with configuration and times of the last calls, in seconds."""
        status = self.get_status()
        times = sorted(seconds for seconds, _ in self._last)
        performance = {
            "avg_response_time": round(sum(times) / len(times), 6) if times else 0.0,
            "p99_response_time": round(times[int(len(times) * 0.99)], 6) if times else 0.0,
            "throughput": round(self._count / max(status.uptime_seconds, 1.0), 3),
        }
        return status.model_dump() | {
            "config": self.config.model_dump(),
            "performance": performance,
        }

    def list_capabilities(self) -> list[str]:
        """The operations of the API, as tools are called."""
        return sorted(self._server.catalog.operations)


def may_repeat(call: Call, error: BaseException) -> bool:
    """Whether a request may be sent once more after this."""
    if not isinstance(error, ApiError) or (call.asked or 0.0) > retries.MAX_WAIT:
        return False
    return retries.may_repeat(call.method, call.headers, error.status)
