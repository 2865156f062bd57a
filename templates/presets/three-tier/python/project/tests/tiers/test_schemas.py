"""Tests of schema discovery."""

from typing import Any

import polars as pl

from mcp_package.tiers.schemas import DEEPEST, MOST_MEMBERS, discover_schema


def test_a_frame_is_known_by_its_columns() -> None:
    frame = pl.DataFrame({"n": [1, None, 3], "s": ["a", "a", "b"]})
    assert discover_schema(frame) == {
        "type": "dataframe",
        "shape": [3, 2],
        "columns": {
            "n": {"dtype": "Int64", "null_count": 1, "unique_count": 3},
            "s": {"dtype": "String", "null_count": 0, "unique_count": 2},
        },
    }


def test_columns_that_cannot_be_compared_have_no_count() -> None:
    frame = pl.DataFrame({"o": [object(), object()]}, schema={"o": pl.Object})
    assert discover_schema(frame)["columns"]["o"]["unique_count"] is None


def test_an_object_is_known_by_its_members() -> None:
    assert discover_schema({"a": 1, "b": {"c": None}}) == {
        "type": "object",
        "size": 2,
        "members": {
            "a": {"type": "integer"},
            "b": {"type": "object", "size": 1, "members": {"c": {"type": "null"}}},
        },
    }


def test_a_list_of_objects_shows_the_members_of_all() -> None:
    schema = discover_schema([{"a": 1}, {"b": 2.5}])
    assert schema["items"] == ["object"]
    assert schema["members"] == {"a": {"type": "integer"}, "b": {"type": "number"}}


def test_other_lists_and_values_are_known_by_their_kinds() -> None:
    assert discover_schema([1, "x", True])["items"] == ["boolean", "integer", "string"]
    assert discover_schema("x") == {"type": "string"}
    assert discover_schema(1j) == {"type": "complex"}


def test_what_is_deep_or_wide_is_cut() -> None:
    deep: Any = 1
    for _ in range(DEEPEST + 3):
        deep = {"x": deep}
    assert str(discover_schema(deep)).count("members") == DEEPEST
    wide = {str(number): number for number in range(MOST_MEMBERS + 5)}
    assert len(discover_schema(wide)["members"]) == MOST_MEMBERS
