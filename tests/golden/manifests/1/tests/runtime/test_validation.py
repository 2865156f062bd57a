"""Arguments against a tool's schema."""

import time
from typing import Any

import pytest

from mcp_pets.runtime.validation import ArgumentCheck

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "limit": {"type": "integer", "minimum": 1, "maximum": 100},
        "kind": {"enum": ["cat", "dog"]},
        "one": {"const": 1},
        "note": {"type": ["string", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "any": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "slug": {"type": "string", "pattern": "^(a+)+$"},
        "pet": {"$ref": "#/$defs/Pet"},
    },
    "required": ["id"],
    "$defs": {"Pet": {"type": "object", "properties": {}, "additionalProperties": False}},
}


def problems(schema: dict[str, Any] | None = None, **arguments: Any) -> list[str]:
    return ArgumentCheck("tool", schema or SCHEMA).clean(arguments)[1]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({}, "id: is required"),
        ({"id": 5}, "id: must be string (got integer)"),
        ({"id": None}, "id: must be string (got null)"),
        ({"id": ""}, "id: breaks the rule minLength 1 (got string)"),
        ({"id": "x", "limit": "5"}, "limit: must be integer (got string)"),
        ({"id": "x", "limit": 0}, "limit: breaks the rule minimum 1 (got integer)"),
        ({"id": "x", "kind": "cow"}, 'kind: must be one of ["cat","dog"] (got string)'),
        ({"id": "x", "one": 2.5}, "one: must be 1 (got number)"),
        ({"id": "x", "tags": ["a", True]}, "tags[1]: must be string (got boolean)"),
        ({"id": "x", "any": []}, "any: fits none of the allowed forms (got array)"),
        ({"id": "x", "slug": "b"}, "slug: must match the pattern ^(a+)+$ (got string)"),
        ({"id": "x", "pet": {"a": 1}}, "pet: has unknown members: a (got object)"),
    ],
)
def test_an_error_names_the_argument_its_rule_and_what_was_given(
    arguments: dict[str, Any], problem: str
) -> None:
    assert problems(**arguments) == [problem]


def test_good_arguments_pass_unchanged() -> None:
    arguments = {"id": "x", "limit": 5.0, "note": None, "any": 10**30}
    assert ArgumentCheck("tool", SCHEMA).clean(arguments) == (arguments, [])


def test_an_argument_that_nobody_declared_is_refused() -> None:
    assert problems(id="x", ident="y")[0].startswith("unknown argument ident; known: id, limit")


def test_null_for_an_optional_argument_counts_as_left_out() -> None:
    arguments = {"id": "x", "limit": None, "kind": None, "note": None}
    assert ArgumentCheck("tool", SCHEMA).clean(arguments) == ({"id": "x", "note": None}, [])


def test_a_pattern_cannot_hang_the_server() -> None:
    started = time.monotonic()
    assert problems(id="x", slug="a" * 100_000 + "!")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "string", "pattern": "(["}}},
        {"properties": {"a": {"type": "string"}, "b": {"allOf": [{"pattern": "(["}]}}},
        {"properties": {"a": {"type": "string"}, "b": {"x-unknown": {"deep": 1}}}},
    ],
)
def test_what_cannot_be_compiled_is_left_out_and_the_rest_holds(schema: dict[str, Any]) -> None:
    assert problems(schema, a=1) == ["a: must be string (got integer)"]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "http://127.0.0.1:9/x"}}},
        {"properties": {"a": {"type": "nonsense"}}},
    ],
)
def test_a_schema_that_makes_no_sense_does_not_crash(schema: dict[str, Any]) -> None:
    assert problems(schema, a=1) == []
