"""What this server tells those who run it: logs, audit, metrics, traces."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from opentelemetry.propagate import inject
from opentelemetry.trace import SpanKind, Status, StatusCode, get_tracer
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..runtime.calls import Call
from ..runtime.delivery import Delivered
from ..runtime.errors import ApiError, SettingsError
from ..runtime.extensions import (
    Extension,
    ProceedRequest,
    ProceedTool,
    ToolCall,
    ToolResult,
    claims_of,
)
from ..runtime.logs import new_reference
from ..runtime.settings import read_text
from ..runtime.tools import ToolServer
from .observability_logs import use_structlog
from .observability_metrics import Metrics
from .observability_traces import tracing

_CORRELATION = re.compile(r"[A-Za-z0-9._-]{1,64}")
_AUDITS = ("all", "writes", "off")


class Observability(Extension):
    """Stands around everything else, so that it sees what clients see."""

    open_paths = frozenset({"/metrics"})

    def __init__(self) -> None:
        self.metrics = Metrics()
        self._audit = "writes"
        self._tracer = get_tracer("mcp-package")

    @asynccontextmanager
    async def running(self, server: ToolServer) -> AsyncIterator[None]:
        """Take over the log lines, send traces while the server runs."""
        self._audit = read_text("MCP_AUDIT", "writes")
        if self._audit not in _AUDITS:
            raise SettingsError(f"MCP_AUDIT must be one of: {', '.join(_AUDITS)}")
        use_structlog()
        async with tracing("mcp-package"):
            yield

    def routes(self, server: ToolServer) -> Sequence[BaseRoute]:
        """GET /metrics."""

        async def metrics(request: Request) -> Response:
            return Response(self.metrics.text(), media_type=CONTENT_TYPE_LATEST)

        off = read_text("MCP_METRICS", "on").lower() == "off"
        return [] if off else [Route("/metrics", metrics, methods=["GET"])]

    async def around_tool(self, call: ToolCall, proceed: ProceedTool) -> ToolResult:
        """Count, time and write down a call."""
        begun = time.perf_counter()
        outcome = "error"
        with structlog.contextvars.bound_contextvars(
            correlation_id=correlation_of(call), tool=call.name
        ):
            try:
                with self.metrics.in_progress.track_inprogress():
                    result = await proceed()
                outcome = "error" if getattr(result, "is_error", False) else "ok"
                return result
            except asyncio.CancelledError:
                outcome = "cancelled"
                raise
            finally:
                seconds = time.perf_counter() - begun
                self.metrics.called(call.name, outcome, seconds)
                self._write(call, outcome, seconds)

    def _write(self, call: ToolCall, outcome: str, seconds: float) -> None:
        if self._audit == "off" or (self._audit == "writes" and call.read_only):
            return
        said = {
            "operation": call.operation.key if call.operation else None,
            "arguments": sorted(call.arguments),
            "subject": (claims_of(call.context) or {}).get("sub"),
            "outcome": outcome,
            "ms": round(seconds * 1000),
        }
        logging.getLogger("audit").info("tool called", extra={"fields": said})

    async def around_request(self, call: Call, proceed: ProceedRequest) -> Delivered:
        """Count, time and trace a request to the API."""
        begun = time.perf_counter()
        status = "none"
        attributes = {"http.request.method": call.method, "url.template": call.template}
        with self._tracer.start_as_current_span(
            call.operation,
            kind=SpanKind.CLIENT,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            inject(call.headers)
            try:
                answer = await proceed()
                status = str(answer[0])
                return answer
            except ApiError as error:
                status = str(error.status) if error.status else "none"
                span.set_status(Status(StatusCode.ERROR))
                raise
            finally:
                span.set_attribute("http.response.status_code", status)
                self.metrics.asked(call.operation, status, time.perf_counter() - begun)


def correlation_of(call: ToolCall) -> str:
    """What the client calls this call, if that can be written into a log; else a new name."""
    try:
        request: Any = call.context.request_context.request
    except ValueError:
        request = None
    headers = getattr(request, "headers", {})
    said = headers.get("x-correlation-id", "")
    return said if _CORRELATION.fullmatch(said) else new_reference()
