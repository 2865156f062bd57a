"""Each tool, called through MCP: it sends what the original sent, and says what it said.

`behaviour.json` was recorded with the original. Every connection of the server under test ends at
a service of this test, whatever library it uses.
"""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp_types import CallToolRequest, CallToolRequestParams, CallToolResult

from .upstream import upstream

HERE = Path(__file__).parent
RECORDED: dict[str, Any] = json.loads((HERE / "behaviour.json").read_text())
SECONDS = 60
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.mark.parametrize("call", RECORDED["calls"], ids=lambda call: call["tool"])
async def test_tool_does_what_it_did(
    call: dict[str, Any], command: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    with upstream(RECORDED["answers"][call["answer"]]) as service:
        alone = environment | {
            "PYTHONPATH": os.pathsep.join([str(HERE / "loopback"), environment["PYTHONPATH"]]),
            "LOOPBACK_PORT": str(service.port),
            "HOME": str(tmp_path),
            "TZ": "UTC",
        }
        # Libraries that are not written in Python know of no way out but this one.
        proxy = f"http://127.0.0.1:{service.port}"
        alone |= {spelled: proxy for name in PROXIES for spelled in (name, name.lower())}
        server = StdioServerParameters(
            command=command[0], args=command[1:], env=alone, cwd=tmp_path
        )
        async with asyncio.timeout(SECONDS), stdio_client(server) as (read, write):
            async with ClientSession(read, write) as session:
                await session.initialize()
                service.requests.clear()
                found = await session.send_request(_request(call), CallToolResult)
    assert bool(found.is_error) == call["isError"]
    assert _sent(service.requests) == _sent(call["requests"])
    # What opens a tunnel keeps what it learnt from others: in a server of its own a call may open more.
    assert _tunnels(call["requests"]) <= _tunnels(service.requests)
    sent = [pair for one in service.requests for pair in one["query"]]
    assert all(pair in sent for one in call["requests"] for pair in one["query"])
    if call["content"] is not None:
        assert [_text(item) for item in found.content] == [_value(text) for text in call["content"]]


def _request(call: dict[str, Any]) -> CallToolRequest:
    """A call as it is: `call_tool` would refuse results that the output schema does not allow."""
    return CallToolRequest(
        params=CallToolRequestParams(name=call["tool"], arguments=call["arguments"])
    )


def _sent(requests: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Requests without their queries; not those that open a tunnel."""
    return sorted(
        tuple(one[key] for key in ("method", "scheme", "host", "path"))
        for one in requests
        if one["method"] != "CONNECT"
    )


def _tunnels(requests: list[dict[str, Any]]) -> set[str]:
    return {one["host"] for one in requests if one["method"] == "CONNECT"}


def _text(item: Any) -> Any:
    """What a content says; of data only its kind and length."""
    if hasattr(item, "text"):
        return _value(item.text)
    return f"{item.type} of {len(item.data)} characters"


def _value(text: str) -> Any:
    """JSON as a value, so that its layout does not count."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()
