"""Tests of the evaluation: the questions fit the tools, and what a client calls is what is counted."""

import json
import sys
from pathlib import Path

import pytest

from mcp_package.server import mcp

from ..in_memory import connected
from ..upstream import Upstream
from .__main__ import main
from .questions import ExpectedCall, Question, call_of, is_answered, load_questions
from .recorder import Recorder

CLIENT = """
import asyncio, json, sys
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main(config, tool, arguments):
    server = next(iter(json.load(open(config))["mcpServers"].values()))
    async with Client(stdio_client(StdioServerParameters(**server))) as client:
        await client.list_tools()
        await client.call_tool(tool, arguments)

asyncio.run(main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))
"""
"""A client without a model: it makes the call that it is told."""


async def test_every_call_fits_its_tool(upstream: Upstream) -> None:
    async with connected(mcp) as client:
        tools = {tool.name: tool.input_schema for tool in (await client.list_tools()).tools}
    questions = load_questions()
    assert len({question.id for question in questions}) == len(questions)
    for call in [call for question in questions for call in question.calls]:
        schema = tools[call.tool]
        assert set(schema.get("required", ())) <= set(call.arguments) <= set(schema["properties"])


def test_a_question_wants_all_its_calls_with_just_their_arguments() -> None:
    question = Question("q", "?", (ExpectedCall("a", {"x": 1}), ExpectedCall("b", {})))
    other = call_of({"tool": "c"})
    through = call_of({"tool": "call_operation", "arguments": {"name": "a", "arguments": {"x": 1}}})
    assert is_answered(question, [call_of({"tool": "b"}), other, through])
    assert not is_answered(question, [call_of({"tool": "b"}), other])
    assert not is_answered(question, [call_of({"tool": "b"}), ExpectedCall("a", {"x": 2})])


def test_only_calls_are_kept_from_the_server(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    recorder = Recorder(calls, live=False)
    assert recorder.answer(b'{"method": "tools/list", "id": 1}') is None
    assert recorder.answer(b"no json") is None
    finding = b'{"method": "tools/call", "id": 2, "params": {"name": "search_operations"}}'
    assert recorder.answer(finding) is None
    call = b'{"method": "tools/call", "id": 3, "params": {"name": "a", "arguments": {"x": 1}}}'
    answer = recorder.answer(call)
    assert answer is not None
    assert json.loads(answer)["id"] == 3
    assert json.loads(calls.read_text()) == {"tool": "a", "arguments": {"x": 1}}
    assert Recorder(calls, live=True).answer(call) is None


def test_a_client_is_asked_and_counted(
    capsys: pytest.CaptureFixture[str], upstream: Upstream
) -> None:
    questions = load_questions()
    if not questions:
        pytest.skip("no tool has arguments that a question could name")
    question = questions[0]
    call = question.calls[0]
    client = [sys.executable, "-c", CLIENT, "{config}", call.tool, json.dumps(call.arguments)]
    code = main(["--only", question.id, "--least", "0.01", "--", *client])
    assert code == 0
    assert f"right  {question.id}" in capsys.readouterr().out
    assert upstream.requests == []
    assert main(["--only", question.id, "--", sys.executable, "-c", "pass"]) == 1
