"""Paths, queries, headers and cookies on the wire."""

import pytest

from mcp_pets.runtime.encoding import (
    JsonParam,
    Param,
    build_cookies,
    build_headers,
    build_query,
    text_of,
)
from mcp_pets.runtime.errors import ArgumentError
from mcp_pets.runtime.paths import build_path
from mcp_pets.runtime.values import NULL, UNSET, given, null_or

LIST = ["a,b", "c"]
OBJECT = {"k": "v", "n": 1}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1, "1"),
        (1.0, "1"),
        (0.5, "0.5"),
        (10**30, str(10**30)),
        (1e300, "1e+300"),
        ("1.0", "1.0"),
        (None, "null"),
        ({"a": [1]}, '{"a":[1]}'),
    ],
)
def test_values_are_written_as_json_writes_them(value: object, text: str) -> None:
    assert text_of(value) == text


def test_numbers_that_json_does_not_have_are_refused() -> None:
    with pytest.raises(ArgumentError, match="cannot be written as JSON"):
        text_of(float("nan"))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a/b", "/x/a%2Fb"),
        ("a?x=1#f", "/x/a%3Fx%3D1%23f"),
        ("é {id}", "/x/%C3%A9%20%7Bid%7D"),
        ("a%2fb", "/x/a%252fb"),
        (7, "/x/7"),
        (LIST, "/x/a%2Cb,c"),
        (OBJECT, "/x/k,v,n,1"),
        (Param(OBJECT, explode=True), "/x/k=v,n=1"),
        (Param("v", "label"), "/x/.v"),
        (Param(["a.b", "c"], "label", explode=True), "/x/.a%2Eb.c"),
        (Param(LIST, "label"), "/x/.a%2Cb,c"),
        (Param(OBJECT, "label", explode=True), "/x/.k=v.n=1"),
        (Param("v", "matrix"), "/x/;id=v"),
        (Param(LIST, "matrix"), "/x/;id=a%2Cb,c"),
        (Param(LIST, "matrix", explode=True), "/x/;id=a%2Cb;id=c"),
        (Param(OBJECT, "matrix"), "/x/;id=k,v,n,1"),
        (Param(OBJECT, "matrix", explode=True), "/x/;k=v;n=1"),
        (JsonParam({"a": 1}), "/x/%7B%22a%22%3A1%7D"),
    ],
)
def test_a_path_argument_is_one_encoded_segment(value: object, path: str) -> None:
    assert build_path("/x/{id}", {"id": value}) == path


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "%2e%2e", "%2E", "%252e.", None, UNSET, [], [""], {}, Param("..", "label")],
)
def test_what_a_path_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises(ArgumentError, match="^Argument id: "):
        build_path("/x/{id}", {"id": value})


def test_two_arguments_cannot_form_a_dot_segment_together() -> None:
    with pytest.raises(ArgumentError, match="segment cannot be"):
        build_path("/x/{a}{b}", {"a": "%2", "b": "e"})


def test_the_template_itself_is_made_fit_for_a_url() -> None:
    assert build_path("/a b/{id}?fixed=1", {"id": "x"}) == "/a%20b/x?fixed=1"


@pytest.mark.parametrize(
    ("value", "query"),
    [
        ("a&b=c +é", "q=a%26b%3Dc%20%2B%C3%A9"),
        (None, ""),
        (UNSET, ""),
        ([], ""),
        (LIST, "q=a%2Cb&q=c"),
        (Param(LIST, explode=False), "q=a%2Cb,c"),
        (Param([], explode=False), ""),
        (Param(LIST, "pipeDelimited"), "q=a%2Cb%7Cc"),
        (Param(LIST, "spaceDelimited", explode=False), "q=a%2Cb%20c"),
        (Param(LIST, "pipeDelimited", explode=True), "q=a%2Cb&q=c"),
        (OBJECT, "k=v&n=1"),
        (Param(OBJECT, explode=False), "q=k,v,n,1"),
        (
            Param({"a": 1, "b": ["x", {"y": 2}]}, "deepObject"),
            "q%5Ba%5D=1&q%5Bb%5D%5B0%5D=x&q%5Bb%5D%5B1%5D%5By%5D=2",
        ),
        (Param("/a?b#c&d", allow_reserved=True), "q=/a?b%23c%26d"),
        (Param("plain", "deepObject"), "q=plain"),
        (JsonParam({"a": "é"}), "q=%7B%22a%22%3A%22%C3%A9%22%7D"),
        (JsonParam(None), ""),
    ],
)
def test_query_styles(value: object, query: str) -> None:
    assert build_query({"q": value}) == query


def test_headers_are_joined_and_never_encoded() -> None:
    sent = build_headers(
        {"X-L": ["a b", "c"], "X-O": OBJECT, "X-OX": Param(OBJECT, explode=True), "X-N": None}
    )
    assert sent == {"X-L": "a b,c", "X-O": "k,v,n,1", "X-OX": "k=v,n=1"}


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"])
def test_line_breaks_in_headers_and_cookies_are_refused(value: str) -> None:
    with pytest.raises(ArgumentError):
        build_headers({"X-T": value})
    with pytest.raises(ArgumentError):
        build_cookies({"c": {"k": [value]}})


@pytest.mark.parametrize("name", ["Host", "cookie", "Content-Length", "Transfer-Encoding"])
def test_headers_of_the_connection_cannot_be_set(name: str) -> None:
    with pytest.raises(ArgumentError, match="belongs to the connection"):
        build_headers({name: "x"})


def test_a_cookie_cannot_add_another() -> None:
    assert build_cookies({"view": "a; admin=1", "n": None}) == ["view=a%3B%20admin%3D1"]


def test_members_not_given_are_left_out_and_null_is_kept() -> None:
    members = {"a": None, "b": UNSET, "c": null_or(None), "d": null_or(UNSET), "e": NULL, "f": 0}
    assert given(members) == {"c": None, "e": None, "f": 0}
