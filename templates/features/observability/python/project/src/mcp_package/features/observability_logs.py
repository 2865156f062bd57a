"""Log lines by structlog: JSON on stderr, redacted, with what the running call is about."""

import logging
from typing import Any

import structlog
from opentelemetry.trace import get_current_span
from structlog.typing import EventDict, WrappedLogger

from ..runtime.logs import describe
from ..runtime.redaction import redact


def use_structlog() -> None:
    """Have all loggers, structlog's and the standard library's, write the same lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _fields,
        _trace,
        _exceptions,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            _redacted,
        ],
    )
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)


def _fields(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The fields of the runtime's own log lines."""
    record = event.get("_record")
    event.update(getattr(record, "fields", {}))
    event["event"] = str(event.get("event", "")).partition("Traceback (most recent")[0][:2000]
    return event


def _trace(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The span in which the line was written."""
    span = get_current_span().get_span_context()
    if span.is_valid:
        event["trace_id"] = f"{span.trace_id:032x}"
        event["span_id"] = f"{span.span_id:016x}"
    return event


def _exceptions(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Type and place of an exception; a traceback shows arguments and answers."""
    info = event.pop("exc_info", None)
    record = event.get("_record")
    info = info or getattr(record, "exc_info", None)
    if record is not None:
        record.exc_info = record.exc_text = None
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(describe(error))
    return event


def _redacted(logger: WrappedLogger, name: str, line: Any) -> str:
    return redact(str(line))
