"""Request bodies."""

import base64
import json
from typing import Any

import pytest

from mcp_package.runtime.bodies import (
    BinaryBody,
    Body,
    Encoding,
    FormBody,
    JsonBody,
    MultipartBody,
    TextBody,
    decode_base64,
)
from mcp_package.runtime.errors import ArgumentError
from mcp_package.runtime.values import NULL

RAW = bytes(range(256))
BASE64 = base64.b64encode(RAW).decode()


def sent(body: Body) -> tuple[str, str]:
    encoded = body.encode()
    assert encoded is not None
    return encoded[0], encoded[1].decode("latin-1")


def test_json_members_not_given_are_left_out() -> None:
    assert sent(JsonBody({"a": 1.0, "b": None, "c": NULL})) == (
        "application/json",
        '{"a":1.0,"c":null}',
    )


def test_a_whole_json_body_is_sent_as_it_is() -> None:
    body = JsonBody({"a": None}, "application/merge-patch+json", whole=True)
    assert sent(body) == ("application/merge-patch+json", '{"a":null}')


@pytest.mark.parametrize(
    "body",
    [
        JsonBody(None, whole=True),
        JsonBody({"a": None}, optional=True),
        FormBody({"a": None}, optional=True),
        MultipartBody({"a": None}, optional=True),
        TextBody(None),
        BinaryBody(None),
    ],
)
def test_nothing_given_is_no_body(body: Body) -> None:
    assert body.encode() is None


def test_a_body_kind_has_to_say_how_it_is_written() -> None:
    with pytest.raises(NotImplementedError):
        Body().encode()


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ArgumentError):
        JsonBody({"a": float("inf")}).encode()


def test_form_members() -> None:
    body = FormBody(
        {
            "s": "a&b",
            "l": ["x", "y"],
            "o": {"k": 1},
            "csv": ["x", "y"],
            "deep": {"k": {"n": True}},
            "z": NULL,
        },
        {
            "csv": Encoding(explode=False),
            "deep": Encoding("deepObject"),
            "s": Encoding(allow_reserved=True),
        },
    )
    media, text = sent(body)
    assert media == "application/x-www-form-urlencoded"
    assert text == "s=a%26b&l=x&l=y&o=%7B%22k%22%3A1%7D&csv=x,y&deep%5Bk%5D%5Bn%5D=true&z=null"


def test_multipart_parts() -> None:
    body = MultipartBody(
        {"n": 1, "l": ["x", "y"], "o": {"k": 1}, 'f"': BASE64, "t": "<x/>"},
        {"t": Encoding(content_type="text/xml"), 'f"': Encoding(content_type="image/*")},
        files=('f"',),
    )
    media, text = sent(body)
    boundary = media.partition("boundary=")[2]
    parts = text.split(f"--{boundary}")
    assert [part.partition("\r\n\r\n")[2].rstrip("\r\n") for part in parts[1:4]] == ["1", "x", "y"]
    assert (
        "Content-Type: application/json\r\n\r\n" + json.dumps({"k": 1}, separators=(",", ":"))
        in parts[4]
    )
    assert 'name="f%22"; filename="f%22"\r\nContent-Type: application/octet-stream' in parts[5]
    assert RAW.decode("latin-1") in parts[5]
    assert "Content-Type: text/xml\r\n\r\n<x/>" in parts[6]
    assert parts[7] == "--\r\n"


def test_texts_are_utf_8() -> None:
    body = TextBody("<é/>", "application/xml").encode()
    assert body == ("application/xml; charset=utf-8", "<é/>".encode())


def test_bytes_come_from_base64() -> None:
    assert BinaryBody(BASE64).encode() == ("application/octet-stream", RAW)


@pytest.mark.parametrize(
    "text",
    [
        BASE64.rstrip("="),
        BASE64.replace("+", "-").replace("/", "_"),
        BASE64[:76] + "\n" + BASE64[76:],
    ],
)
def test_every_spelling_of_base64_is_read(text: str) -> None:
    assert decode_base64("file", text) == RAW


def test_what_is_not_base64_is_refused_by_name() -> None:
    with pytest.raises(ArgumentError, match="Argument avatar: .* base64"):
        BinaryBody("not base64!", name="avatar").encode()


@pytest.mark.parametrize("form", [FormBody, MultipartBody])
def test_a_form_has_members(form: type[FormBody | MultipartBody]) -> None:
    value: Any = "a=1"
    with pytest.raises(ArgumentError, match="Argument body: an object is wanted"):
        form(value).encode()
