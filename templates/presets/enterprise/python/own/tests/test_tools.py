"""Tests of your own tools: the logic by itself, then as a client sees it."""

from datetime import UTC

import pytest

from mcp_package.features.auth import Auth
from mcp_package.runtime.tools import ToolServer
from mcp_package.tools.registry import register
from mcp_package.tools.tools import BusinessError, TextRequest, count_words

from .in_memory import call, connected, text_of


def test_words_are_counted() -> None:
    answer = count_words(TextRequest(text="three small words"))
    assert answer.words == 3
    assert answer.processed_at.tzinfo == UTC


def test_an_empty_text_breaks_a_rule_of_the_business() -> None:
    with pytest.raises(BusinessError, match="empty") as refused:
        count_words(TextRequest(text="  "))
    assert refused.value.category == "business_error"


async def test_a_client_calls_the_tool_and_is_told_what_is_wrong() -> None:
    server = ToolServer("x", version="1", tools=[], extensions=[Auth()])
    register(server)
    async with connected(server) as client:
        good = await call(client, "count_words", {"text": "a b"})
        bad = await call(client, "count_words", {"text": " "})
    assert good.structured_content is not None
    assert good.structured_content["words"] == 2
    assert bad.is_error
    assert "at least one word" in text_of(bad)
