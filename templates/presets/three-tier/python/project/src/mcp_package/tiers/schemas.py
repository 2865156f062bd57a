"""Understanding data that nobody described: frames, objects, lists."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

MOST_MEMBERS = 200
DEEPEST = 6
Schema = dict[str, Any]


def discover_schema(data: Any, depth: int = 0) -> Schema:
    """What is in the data: columns, members, kinds of items. Large and deep parts are left out."""
    if isinstance(data, pl.DataFrame):
        return frame_schema(data)
    if depth >= DEEPEST:
        return {"type": kind_of(data)}
    if isinstance(data, Mapping):
        names = list(data)[:MOST_MEMBERS]
        members = {str(name): discover_schema(data[name], depth + 1) for name in names}
        return {"type": "object", "size": len(data), "members": members}
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return list_schema(data, depth)
    return {"type": kind_of(data)}


def frame_schema(frame: pl.DataFrame) -> Schema:
    """Each column with its type, and how many values are missing and different."""
    columns = {
        column.name: {
            "dtype": str(column.dtype),
            "null_count": column.null_count(),
            "unique_count": _unique(column),
        }
        for column in frame.get_columns()[:MOST_MEMBERS]
    }
    return {"type": "dataframe", "shape": list(frame.shape), "columns": columns}


def list_schema(items: Sequence[Any], depth: int) -> Schema:
    """The kinds of the items; where all are objects, their members together."""
    seen = items[:MOST_MEMBERS]
    kinds = sorted({kind_of(item) for item in seen})
    schema: Schema = {"type": "list", "size": len(items), "items": kinds}
    if kinds == ["object"]:
        merged = {name: value for item in reversed(seen) for name, value in item.items()}
        schema["members"] = discover_schema(merged, depth + 1)["members"]
    return schema


def kind_of(value: Any) -> str:
    """The kind of a value in the words of JSON."""
    kinds = {
        type(None): "null",
        bool: "boolean",
        int: "integer",
        float: "number",
        str: "string",
        dict: "object",
        list: "list",
    }
    return kinds.get(type(value), type(value).__name__)


def _unique(column: pl.Series) -> int | None:
    try:
        return column.n_unique()
    except pl.exceptions.PolarsError:  # objects and nested lists cannot be compared
        return None
