"""Tests of the common form of answers."""

import pytest
from mcp_types import CallToolResult, ImageContent, TextContent

from mcp_package.tiers.envelopes import failed, succeeded, title_of, value_of


def text(words: str, **more: object) -> CallToolResult:
    return CallToolResult.model_validate({"content": [{"type": "text", "text": words}], **more})


def test_a_good_answer_has_result_and_metadata() -> None:
    result = succeeded(text('{"a": [1]}'), {"tool": "t"})
    assert result.structured_content == {
        "success": True,
        "result": {"a": [1]},
        "metadata": {"tool": "t"},
    }
    assert isinstance(result.content[0], TextContent)
    assert '"success": true' in result.content[0].text


def test_structured_content_wins_over_text_and_plain_text_stays() -> None:
    assert value_of(text("x", structuredContent={"b": 2})) == {"b": 2}
    assert value_of(text("no json")) == "no json"
    assert value_of(CallToolResult(content=[])) is None


def test_an_image_stays_beside_the_form() -> None:
    image = ImageContent(type="image", data="aGk=", mime_type="image/png")
    assert succeeded(CallToolResult(content=[image]), {}).content[1] == image


def test_a_long_answer_is_said_once_and_stays_beside_the_form() -> None:
    long = text('{"note": "' + 'a"' * 3000)
    result = succeeded(long, {"tool": "t"}, 10_000)
    assert result.content[1:] == long.content
    assert result.structured_content is not None
    assert "after this form" in result.structured_content["result"]
    assert len(result.model_dump_json()) < 10_000


@pytest.mark.parametrize(
    ("details", "error", "suggestion"),
    [
        ("Change the arguments. x: missing.", "Invalid input", "Read the schema of the tool again"),
        ("Argument data_id: there are no data.", "Invalid input", "Correct the arguments"),
        ("The API answered 404: no such book", "Refused by the API", "lists or searches"),
        ("The API answered 418: teapot", "Refused by the API", "Try once more"),
        ("The tool failed inside the server", "Operation failed", "Read the status"),
    ],
)
def test_a_failure_says_what_may_help(details: str, error: str, suggestion: str) -> None:
    result = failed(text(details))
    assert result.is_error
    assert title_of(details) == error
    body = result.structured_content
    assert body is not None
    assert (body["success"], body["error"], body["details"]) == (False, error, details)
    assert any(suggestion in one for one in body["suggestions"])
