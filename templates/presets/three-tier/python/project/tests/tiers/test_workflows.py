"""Tests of the guided workflows."""

from typing import Any

from mcp_package.runtime.catalog import Operation
from mcp_package.tiers.workflows import guide, workflows


def operation(name: str, method: str, path: str, tag: str = "Books", **more: Any) -> Operation:
    return Operation(
        {
            "name": name,
            "title": name.replace("_", " "),
            "inputSchema": {"type": "object", "properties": {}, **more},
            "annotations": {"readOnlyHint": method == "GET"},
            "_operation": {"method": method, "path": path, "tags": [tag] if tag else []},
        }
    )


SHELF = [
    operation("remove_book", "DELETE", "/books/{isbn}", required=["isbn"]),
    operation("get_book", "GET", "/books/{isbn}", required=["isbn"]),
    operation("search_books", "GET", "/books"),
]


def test_the_guide_looks_before_it_changes() -> None:
    text = guide(workflows(SHELF)[0], "sell one")
    assert text.startswith("# Books: guided workflow\n\nGoal: sell one\n")
    assert text.index("`search_books`") < text.index("`get_book`") < text.index("`remove_book`")
    assert "needs `isbn`, which `search_books` shows" in text
    assert "after the person has agreed" in text


def test_a_guide_that_only_reads_asks_nobody() -> None:
    assert "agreed" not in guide(workflows(SHELF[1:])[0], "look")


def test_operations_without_tags_belong_together_by_path() -> None:
    found = workflows(
        [
            operation("a", "GET", "/orders", tag=""),
            operation("b", "POST", "/orders/{id}/items", tag=""),
            operation("c", "GET", "/{id}", tag=""),
        ]
    )
    assert [(one.name, len(one.tools)) for one in found] == [("orders", 2), ("other", 1)]


def test_names_of_prompts_are_used_once() -> None:
    found = workflows([operation("a", "GET", "/", "A b"), operation("b", "GET", "/", "a-b")])
    assert [one.name for one in found] == ["a_b", "a_b_2"]
