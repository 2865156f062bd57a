"""Dynamic mode: three tools that find, describe and call the operations of a large API."""

import difflib
import re
from typing import Any

from .catalog import Catalog, Operation

_WORD = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
MOST_RESULTS = 100


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


_NAME = {"type": "string", "description": "Name of the operation, as search_operations gives it."}
_READS = {
    "readOnlyHint": True,
    "destructiveHint": False,
    "idempotentHint": True,
    "openWorldHint": False,
}

DYNAMIC_TOOLS: list[dict[str, Any]] = [
    {
        "name": "search_operations",
        "title": "Search operations",
        "description": "Find operations of the API by words, operationId or 'METHOD /path'. An empty "
        "query lists them. Next: describe_operation.",
        "inputSchema": _object(
            {
                "query": {"type": "string", "description": "Words to look for; may be empty."},
                "limit": {"type": "integer", "minimum": 1, "maximum": MOST_RESULTS, "default": 20},
            },
            ["query"],
        ),
        "annotations": _READS,
    },
    {
        "name": "describe_operation",
        "title": "Describe an operation",
        "description": "Give the description and the input schema of one operation. Next: "
        "call_operation.",
        "inputSchema": _object({"name": _NAME}, ["name"]),
        "annotations": _READS,
    },
    {
        "name": "call_operation",
        "title": "Call an operation",
        "description": "Call one operation with arguments that fit its input schema.",
        "inputSchema": _object(
            {"name": _NAME, "arguments": {"type": "object", "description": "Its arguments."}},
            ["name"],
        ),
        "annotations": {
            "readOnlyHint": False,
            "destructiveHint": True,
            "idempotentHint": False,
            "openWorldHint": True,
        },
    },
]


def search(catalog: Catalog, query: str, limit: int) -> dict[str, Any]:
    """Rank operations by how many words of the query they hold, names before descriptions."""
    exact = catalog.find(query.strip())
    words = _WORD.findall(_CAMEL.sub(" ", query).lower())
    scored = [(_score(op, words), op) for op in catalog.operations.values()]
    hits = [op for score, op in sorted(scored, key=lambda pair: -pair[0]) if score or not words]
    if exact is not None:
        hits = [exact, *(op for op in hits if op is not exact)]
    return {"operations": [_brief(op) for op in hits[:limit]], "total": len(hits)}


def describe(operation: Operation) -> dict[str, Any]:
    """Everything a model needs to call an operation."""
    return {
        "name": operation.name,
        "method": operation.info.get("method", ""),
        "path": operation.info.get("path", ""),
        "description": operation.raw.get("description", ""),
        "inputSchema": operation.raw["inputSchema"],
        "annotations": operation.raw.get("annotations", {}),
    }


def not_found(catalog: Catalog, name: str) -> str:
    """An error text with the names that come closest."""
    near = difflib.get_close_matches(name, catalog.operations, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Use search_operations to find it."
    return f"Argument name: there is no such operation. {hint}"


def _score(operation: Operation, words: list[str]) -> int:
    info = operation.info
    names = f"{operation.name} {info.get('operationId', '')} {operation.key}"
    names = _CAMEL.sub(" ", f"{names} {' '.join(info.get('tags', []))}").lower()
    texts = f"{operation.raw.get('title', '')} {operation.raw.get('description', '')}".lower()
    return sum(3 * (word in names) + (word in texts) for word in words)


def _brief(operation: Operation) -> dict[str, Any]:
    summary = operation.raw.get("title") or operation.raw.get("description", "")
    return {"name": operation.name, "operation": operation.key, "summary": str(summary)[:200]}
