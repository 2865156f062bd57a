"""A stand-in for the API: it answers what a test says and remembers what it was asked."""

import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import MultipartReader, web
from aiohttp.test_utils import TestServer

Case = dict[str, Any]
BASE_PATH = "/base"


def load_cases() -> list[Case]:
    """All calls in `cases/`: a tool, its arguments, the request that must follow, the answer."""
    folder = Path(__file__).with_name("cases")
    return [
        case for path in sorted(folder.glob("*.json")) for case in json.loads(path.read_bytes())
    ]


@dataclass(slots=True)
class Request:
    """A request as it arrived; texts are still percent-encoded."""

    method: str
    path: str
    query: list[str]
    headers: dict[str, str]
    body: dict[str, Any] | None


@dataclass(slots=True)
class Upstream:
    """The API as the tests see it."""

    url: str = ""
    response: dict[str, Any] = field(default_factory=lambda: {"status": 200})
    requests: list[Request] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        """Remember the request, give the answer."""
        path, _, query = request.raw_path.partition("?")
        self.requests.append(
            Request(
                request.method,
                path.removeprefix(BASE_PATH),
                sorted(part for part in query.split("&") if part),
                {name.lower(): value for name, value in request.headers.items()},
                await _body(request),
            )
        )
        said = self.response
        body = answer_bytes(said)
        headers = {"Content-Type": said["type"]} if body is not None else {}
        return web.Response(status=said["status"], body=body, headers=headers)

    def check(self, expected: dict[str, Any]) -> None:
        """Compare the one request that was made with the expected one."""
        assert len(self.requests) == 1, "one call is one request"
        got = self.requests[0]
        assert (got.method, got.path) == (expected["method"], expected["path"])
        assert got.query == expected["query"]
        assert {name: got.headers.get(name) for name in expected["headers"]} == expected["headers"]
        cookies = got.headers.get("cookie", "").split("; ")
        assert [pair for pair in expected["cookies"] if pair not in cookies] == []
        assert got.body == expected.get("body")


def answer_bytes(response: dict[str, Any]) -> bytes | None:
    """The body of an answer in a case."""
    if "json" in response:
        return json.dumps(response["json"]).encode()
    if "text" in response:
        return str(response["text"]).encode()
    return base64.b64decode(response["base64"]) if "base64" in response else None


async def _body(request: web.Request) -> dict[str, Any] | None:
    """The body of a request in the words of a case."""
    if "Content-Type" not in request.headers:
        return None
    kind = request.content_type
    if kind == "multipart/form-data":
        return {"type": kind, "parts": await _parts(await request.multipart())}
    data = await request.read()
    if kind == "application/x-www-form-urlencoded":
        return {"type": kind, "form": [part for part in data.decode().split("&") if part]}
    if re.search("[/+.-]json$", kind):
        return {"type": request.headers["Content-Type"], "json": json.loads(data)}
    if "charset" in request.headers["Content-Type"]:
        return {"type": request.headers["Content-Type"].partition(";")[0], "text": data.decode()}
    return {"type": request.headers["Content-Type"], "base64": base64.b64encode(data).decode()}


async def _parts(reader: MultipartReader) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    while (part := await reader.next()) is not None:
        assert not isinstance(part, MultipartReader)
        found: dict[str, Any] = {"name": part.name}
        if part.filename is not None:
            found["filename"] = part.filename
        found["base64"] = base64.b64encode(await part.read()).decode()
        parts.append(found)
    return parts


@asynccontextmanager
async def start_upstream() -> AsyncIterator[Upstream]:
    """Start the stand-in on a free port of the loopback interface."""
    upstream = Upstream()
    app = web.Application(client_max_size=50_000_000)
    app.router.add_route("*", "/{path:.*}", upstream.handle)
    async with TestServer(app, host="127.0.0.1") as server:
        upstream.url = f"http://127.0.0.1:{server.port}{BASE_PATH}"
        yield upstream
