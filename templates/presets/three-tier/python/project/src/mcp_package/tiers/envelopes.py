"""Every tool answers in one form: {success, result, metadata} or {success, error, details, suggestions}."""

import json
import re
from collections.abc import Sequence
from typing import Any

from mcp_types import CallToolResult, ContentBlock, TextContent
from pydantic_core import to_json

_STATUS = re.compile(r"\b([45]\d\d)\b")
_SUGGESTIONS = {
    "400": ("Compare the arguments with the schema of the tool",),
    "401": ("Ask the person who runs this server to check its credentials",),
    "403": ("This needs rights that the server does not have; do not try again",),
    "404": ("Look for the right identifier with a tool that lists or searches",),
    "409": ("Read the current state first, then decide again",),
    "422": ("Compare the values with what the description of the tool allows",),
    "429": ("Wait before the next call", "Ask for more at once instead of often"),
}
_WRONG_ARGUMENTS = ("Correct the arguments named above", "Read the schema of the tool again")
_OTHER = ("Try once more", "Read the status of the server")
_BESIDE = "The answer is long: it stands in the content, after this form."


def succeeded(
    result: CallToolResult, metadata: dict[str, Any], limit: int = 1_000_000
) -> CallToolResult:
    """A good answer in the common form; images and files stay as they are, beside it.

    The form says an answer twice, as text and as data. One that `limit` bytes have no room for
    stays beside the form, too, as it was cut.
    """
    kept = [part for part in result.content if not isinstance(part, TextContent)]
    body = {"success": True, "result": value_of(result), "metadata": metadata}
    whole = _result(body, False, kept)
    if _size(whole) <= limit:
        return whole
    return _result({**body, "result": _BESIDE}, False, result.content)


def failed(result: CallToolResult) -> CallToolResult:
    """A failure in the common form, with what may help."""
    details = text_of(result)
    body = {
        "success": False,
        "error": title_of(details),
        "details": details,
        "suggestions": list(suggestions_for(details)),
    }
    return _result(body, True, [])


def value_of(result: CallToolResult) -> Any:
    """The data of a result: structured content, else its text as JSON, else its text."""
    if result.structured_content is not None:
        return result.structured_content
    text = text_of(result)
    try:
        return json.loads(text)
    except ValueError:
        return text or None


def text_of(result: CallToolResult) -> str:
    """All the text of a result."""
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def title_of(details: str) -> str:
    """What kind of failure that is, in two or three words."""
    if details.startswith("Change the arguments") or details.startswith("Argument "):
        return "Invalid input"
    return "Refused by the API" if _STATUS.search(details) else "Operation failed"


def suggestions_for(details: str) -> tuple[str, ...]:
    """What a model can do about it."""
    if title_of(details) == "Invalid input":
        return _WRONG_ARGUMENTS
    found = _STATUS.search(details)
    return _SUGGESTIONS.get(found.group(1), _OTHER) if found else _OTHER


def _size(result: CallToolResult) -> int:
    """Bytes of the texts and of the data of a result, in a message."""
    texts = [part.text for part in result.content if isinstance(part, TextContent)]
    return len(to_json([texts, result.structured_content], fallback=str))


def _result(body: dict[str, Any], is_error: bool, kept: Sequence[ContentBlock]) -> CallToolResult:
    text = TextContent(type="text", text=json.dumps(body, ensure_ascii=False, default=str))
    return CallToolResult(content=[text, *kept], structured_content=body, is_error=is_error)
