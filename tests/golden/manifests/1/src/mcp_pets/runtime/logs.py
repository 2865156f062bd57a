"""Structured logs on stderr: one line of JSON each, redacted, without values of a traceback."""

import json
import logging
import secrets
import sys
import time
from typing import Any

from .redaction import redact

_QUIET = ("aiohttp", "asyncio", "httpcore2", "httpx2", "mcp", "sse_starlette", "uvicorn")


def new_reference() -> str:
    """A short id that stands both in an answer and in the log."""
    return secrets.token_hex(5)


def log(level: int, event: str, **fields: Any) -> None:
    """Write one structured line."""
    logging.getLogger("mcp_pets").log(level, event, extra={"fields": fields})


def describe(error: BaseException) -> dict[str, str]:
    """Type and place of an exception. Its text may hold other people's values and is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return {"exception": type(error).__name__, "at": place}


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            # Only that something failed: a traceback shows arguments and answers.
            line |= describe(record.exc_info[1])
        line |= getattr(record, "fields", {})
        return redact(json.dumps(line, ensure_ascii=False, default=str))


def _event(record: logging.LogRecord) -> str:
    """The message; some libraries put a whole traceback there."""
    text = record.getMessage().partition("Traceback (most recent")[0]
    return text[:2000] or "unhandled exception"


def configure_logging(level: str) -> None:
    """Send all logs to stderr, libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.setLevel(level)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
