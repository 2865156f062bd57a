"""Answers and errors as tool results."""

import base64
import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mcp.server.mcpserver import Context
from mcp_types import (
    AudioContent,
    BlobResourceContents,
    EmbeddedResource,
    ImageContent,
    TextContent,
)

from mcp_pets.runtime.answers import ApiResponse
from mcp_pets.runtime.errors import ApiError, ArgumentError, CallError
from mcp_pets.runtime.results import answer, failure, success, unexpected

LIMIT = 10_000


def response(data: Any, media_type: str = "application/json") -> ApiResponse:
    return ApiResponse(200, {}, media_type, data)


def text_of(content: object) -> str:
    assert isinstance(content, TextContent)
    return content.text


def context(level: str = "") -> tuple[Context[Any, Any], list[Any]]:
    """A context whose session records what is sent to the client."""
    sent: list[Any] = []

    async def send_notification(message: object, related: object) -> None:
        sent.append(message)

    request = SimpleNamespace(
        meta={"io.modelcontextprotocol/logLevel": level} if level else None,
        session=SimpleNamespace(send_notification=send_notification),
        request_id="1",
    )
    return cast(Context[Any, Any], SimpleNamespace(request_context=request)), sent


@pytest.mark.parametrize(
    ("data", "structured"),
    [
        ({"a": "é"}, {"a": "é"}),
        ([1, 2], {"result": [1, 2]}),
        ("x", {"result": "x"}),
        (None, {"result": None}),
    ],
)
def test_json_is_text_and_structured_content(data: object, structured: object) -> None:
    result = success(response(data), LIMIT)
    assert json.loads(text_of(result.content[0])) == data
    assert result.structured_content == structured


def test_numbers_stay_as_they_were() -> None:
    result = success(response({"big": 10**30, "whole": 1.0}), LIMIT)
    assert text_of(result.content[0]) == '{"big":1' + "0" * 30 + ',"whole":1.0}'


def test_an_empty_answer_is_a_short_text() -> None:
    result = success(ApiResponse(204, {}, "", None), LIMIT)
    assert text_of(result.content[0]) == "Done (status 204, no content)."
    assert not result.is_error


def test_where_both_would_be_too_long_only_the_text_is_sent() -> None:
    result = success(response({"a": "x" * 6_000}), LIMIT)
    assert result.structured_content is None
    assert json.loads(text_of(result.content[0])) == {"a": "x" * 6_000}


@pytest.mark.parametrize("data", ["x" * 50_000, '"\\' * 30_000, "é" * 9_000 + "x" * 90_000])
def test_a_long_text_is_cut_with_a_note(data: str) -> None:
    result = success(response(data, "text/plain"), LIMIT)
    assert len(result.model_dump_json().encode()) < LIMIT * 1.1
    assert data.startswith(text_of(result.content[0]))
    assert "Ask for less" in text_of(result.content[1])


def test_images_sounds_and_other_bytes() -> None:
    encoded = base64.b64encode(b"\x00\x01").decode()
    image = success(response(b"\x00\x01", "image/png"), LIMIT).content[0]
    sound = success(response(b"\x00\x01", "audio/wav"), LIMIT).content[0]
    other = success(response(b"\x00\x01", ""), LIMIT).content[0]
    assert isinstance(image, ImageContent) and (image.data, image.mime_type) == (
        encoded,
        "image/png",
    )
    assert isinstance(sound, AudioContent) and sound.data == encoded
    assert isinstance(other, EmbeddedResource) and isinstance(other.resource, BlobResourceContents)
    assert (other.resource.blob, other.resource.mime_type) == (encoded, "application/octet-stream")


def test_bytes_that_are_too_many_are_named_not_sent() -> None:
    result = success(response(b"x" * LIMIT, "image/png"), LIMIT)
    assert result.is_error
    assert "10000 bytes of image/png" in text_of(result.content[0])


async def give(result: ApiResponse | CallError) -> ApiResponse:
    if isinstance(result, CallError):
        raise result
    return result


async def test_an_api_error_is_a_result_with_a_reference(caplog: pytest.LogCaptureFixture) -> None:
    ctx, sent = context()
    result = await answer(ctx, give(ApiError(404, "GET /x answered 404.")))
    reference = getattr(caplog.records[0], "fields", {})["reference"]
    assert result.is_error
    assert text_of(result.content[0]) == f"GET /x answered 404. (reference {reference})"
    assert sent == []


async def test_a_client_that_asked_for_it_gets_the_error_as_a_log_message() -> None:
    ctx, sent = context("warning")
    await answer(ctx, give(ApiError(404, "GET /x answered 404.")))
    assert sent[0].params.data == "GET /x answered 404."


async def test_a_good_answer_is_data() -> None:
    ctx, _ = context()
    assert (await answer(ctx, give(response({"a": 1})))).structured_content == {"a": 1}


def test_an_argument_error_needs_no_reference() -> None:
    assert text_of(failure(ArgumentError("id", "is empty")).content[0]) == "Argument id: is empty."


def test_an_unexpected_error_shows_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(unexpected(ValueError("secret"), "tool").content[0])
    fields = getattr(caplog.records[0], "fields", {})
    assert "secret" not in text + str(fields)
    assert fields["reference"] in text
