"""What a client gets: answers and errors as tool results, capped."""

import base64
import logging
from collections.abc import Awaitable, Mapping
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import (
    AudioContent,
    BlobResourceContents,
    CallToolResult,
    EmbeddedResource,
    ImageContent,
    LoggingMessageNotification,
    LoggingMessageNotificationParams,
    TextContent,
)
from pydantic_core import to_json

from .answers import ApiResponse
from .errors import ApiError, CallError
from .extras import COLLECTED
from .logs import describe, log, new_reference
from .settings import number

_LEVELS = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
_LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel"


async def answer(ctx: Context[Any, Any], call: Awaitable[ApiResponse]) -> CallToolResult:
    """Wait for the API and turn what it says into a tool result.

    Args:
        ctx: The MCP context of the call.
        call: The request, as a method of the client gives it.

    Returns:
        The answer as data, or a result with `isError` that says what to change.
    """
    try:
        response = await call
    except CallError as error:
        await tell_client(ctx, str(error))
        return failure(error)
    collected = COLLECTED.get()
    if collected is not None:
        collected.append(response)
        return CallToolResult(content=[])
    return success(response, int(number("MCP_MAX_RESPONSE_BYTES", 1_000_000)))


def failure(error: CallError) -> CallToolResult:
    """A result for an expected error; the log has its kind under the same reference."""
    if not isinstance(error, ApiError):
        return error_result(str(error))
    reference = new_reference()
    cause = describe(error.__cause__) if error.__cause__ else {}
    log(
        logging.WARNING,
        "call failed",
        reference=reference,
        kind=type(error).__name__,
        status=error.status,
        category=error.category,
        **cause,
    )
    return error_result(f"{error} (reference {reference})")


def unexpected(error: BaseException, tool: str) -> CallToolResult:
    """A result for an error nobody foresaw: nothing of it is shown, only where to look."""
    reference = new_reference()
    log(logging.ERROR, "tool failed", reference=reference, tool=tool, **describe(error))
    return error_result(f"The tool failed inside the server (reference {reference}, see its log).")


def error_result(text: str) -> CallToolResult:
    """A result with `isError`."""
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def success(response: ApiResponse, limit: int) -> CallToolResult:
    """Turn an answer into a tool result of at most about `limit` bytes."""
    data = response.data
    if data is None and not response.media_type:
        return _text_result(f"Done (status {response.status}, no content).")
    if isinstance(data, bytes):
        return _binary(data, response.media_type, limit)
    if isinstance(data, str) and not response.media_type.endswith("json"):
        return _cut(data, limit)
    return json_result(data, limit)


def json_result(data: Any, limit: int) -> CallToolResult:
    """JSON as text and as structured content; text alone where both would be too long."""
    text = to_json(data).decode()
    size = len(text.encode())
    if size + _wire_size(text) > limit:
        return _cut(text, limit)
    structured = data if isinstance(data, dict) else {"result": data}
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=structured
    )


def with_structure(result: CallToolResult) -> CallToolResult:
    """The result of a tool with an output schema: clients refuse one without structured content.

    Answers that are no JSON, or too long to be shown twice, are in `content` alone; the structure
    says so.
    """
    if result.is_error or result.structured_content is not None:
        return result
    kinds = ", ".join(part.type for part in result.content)
    return result.model_copy(update={"structured_content": {"answer_in_content": kinds}})


def _cut(text: str, limit: int) -> CallToolResult:
    """A text, cut at the limit with a note that says how to ask for less."""
    size = _wire_size(text)
    if size <= limit:
        return _text_result(text)
    share = max(0, limit - 1000) / size
    kept = text[: int(len(text) * share)]
    while _wire_size(kept) > limit:  # where the long characters stand at the beginning
        kept = kept[: len(kept) * 9 // 10]
    note = (
        f"[Truncated: the answer has {len(text)} characters, the limit is {limit} bytes. "
        "Ask for less: a smaller page or limit, a narrower filter, or fewer members.]"
    )
    return CallToolResult(
        content=[TextContent(type="text", text=kept), TextContent(type="text", text=note)]
    )


def _binary(data: bytes, media_type: str, limit: int) -> CallToolResult:
    """Images and sound as such, other bytes as a resource with their type."""
    kind = media_type or "application/octet-stream"
    if len(data) * 4 // 3 > limit:
        return error_result(
            f"The call succeeded, but its answer is too large to show: {len(data)} bytes of {kind}, "
            f"the limit is {limit} bytes (MCP_MAX_RESPONSE_BYTES)."
        )
    text = base64.b64encode(data).decode()
    if kind.startswith("image/"):
        return CallToolResult(content=[ImageContent(type="image", data=text, mime_type=kind)])
    if kind.startswith("audio/"):
        return CallToolResult(content=[AudioContent(type="audio", data=text, mime_type=kind)])
    blob = BlobResourceContents(uri="answer://body", blob=text, mime_type=kind)
    return CallToolResult(content=[EmbeddedResource(type="resource", resource=blob)])


def _text_result(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)])


def _wire_size(text: str) -> int:
    """Bytes of a text inside a JSON message."""
    return len(to_json(text))


async def tell_client(ctx: Context[Any, Any], text: str) -> None:
    """Send an error as a log message to a client that asked for log messages in this request."""
    context = ctx.request_context
    wanted = context.meta.get(_LOG_LEVEL_KEY) if isinstance(context.meta, Mapping) else None
    if wanted in _LEVELS and _LEVELS.index(str(wanted)) <= _LEVELS.index("error"):
        message = LoggingMessageNotificationParams(level="error", data=text)
        notification = LoggingMessageNotification(params=message)
        await context.session.send_notification(notification, context.request_id)
