"""The same requests through a library and through the api_client.py that stands for it: what arrives, and what comes back.

python clients.py FOLDER, with FOLDER/hx and FOLDER/rq as packages that hold the clients of httpx and of requests.
"""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import requests

sys.path.insert(0, sys.argv[1])
hx = __import__("hx.api_client", fromlist=["get"])
rq = __import__("rq.api_client", fromlist=["get"])

SHOWN = ("authorization", "cookie", "content-type", "x-a", "x-b")
Case = tuple[str, str, dict[str, Any]]
arrived: list[object] = []


class Service(BaseHTTPRequestHandler):
    """Answers with the status that the path begins with."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {k.lower(): v for k, v in self.headers.items() if k.lower() in SHOWN}
        arrived.append((self.command, self.path, headers, body))
        status = int(self.path[1:4])
        text = b"<x>" if "bad" in self.path else '{"a": "é"}'.encode()
        silent = self.command == "HEAD" or status == 204
        self.send_response(status)
        self.send_header("content-type", "application/json")
        if 300 <= status < 400:
            self.send_header("location", "/200?moved=1")
        self.send_header("content-length", "0" if silent else str(len(text)))
        self.end_headers()
        if not silent:
            self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer


def said(response: Any) -> list[object]:
    """What a program can see of an answer."""
    found = [response.status_code, response.text, response.headers["content-type"], str(response.url)]
    for ask in (response.json, response.raise_for_status):
        try:
            value = ask()
            found.append("itself" if hasattr(value, "status_code") else value)
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


def observed(call: Callable[[], Any]) -> tuple[object, list[object]]:
    arrived.clear()
    try:
        return said(call()), [*arrived]
    except Exception as error:
        return f"{type(error).__name__}: {error}", [*arrived]


def awaited(call: Callable[[], Awaitable[Any]]) -> tuple[object, list[object]]:
    async def wait() -> Any:
        return await call()

    return observed(lambda: asyncio.run(wait()))


SAME: dict[str, Case] = {
    "query": ("get", "/200?x=1", {}),
    "params": ("get", "/200?x=1", {"params": {"q": "a b&c", "n": None, "l": [1, 2], "t": True}}),
    "auth": ("get", "/200", {"auth": ("u", "pé")}),
    "cookies": ("get", "/200", {"cookies": {"a": "1", "b": "2"}}),
    "json": ("post", "/200", {"json": {"é": [1, None]}}),
    "form": ("post", "/200", {"data": {"a": "1 2", "b": ["x", "y"]}}),
    "nothing": ("post", "/200", {"json": None, "data": None}),
    "headers": ("get", "/200", {"headers": {"X-A": "1"}}),
    "head": ("head", "/200", {}),
    "options": ("options", "/200", {}),
    "patch": ("patch", "/500", {"json": {}}),
    "delete": ("delete", "/204", {}),
    "404": ("get", "/404", {}),
    "302": ("get", "/302", {}),
    "no JSON": ("get", "/200/bad", {}),
}
HTTPX: dict[str, Case] = {
    "content": ("put", "/200", {"content": "é"}),
    "redirects": ("get", "/302", {"follow_redirects": True}),
}
REQUESTS: dict[str, Case] = {
    "data": ("put", "/200", {"data": "é"}),
    "redirects": ("get", "/302", {"allow_redirects": False}),
    "head of a redirect": ("head", "/302", {}),
    "head along a redirect": ("head", "/302", {"allow_redirects": True}),
    "verify": ("get", "/200", {"verify": False}),
}


def httpx_pairs(base: str, case: Case) -> list[tuple[str, object, object]]:
    method, path, options = case
    made = {"headers": {"X-B": "2"}, "cookies": {"z": "9"}, "auth": ("c", "d"), "base_url": base}
    built = {k: v for k, v in options.items() if k not in ("follow_redirects", "auth")}

    def waiting() -> Any:
        with httpx.Client(**made) as client:
            return getattr(client, method)(path, **options)

    async def ours() -> Any:
        async with hx.AsyncClient(**made) as client:
            return await getattr(client, method)(path, **options)

    def sent() -> Any:
        with httpx.Client() as client:
            return client.send(client.build_request(method.upper(), base + path, **built))

    async def ours_sent() -> Any:
        async with hx.AsyncClient() as client:
            return await client.send(client.build_request(method.upper(), base + path, **built))

    pairs = [("client", observed(waiting), awaited(ours)), ("built", observed(sent), awaited(ours_sent))]
    if method != "options":
        direct = observed(lambda: getattr(httpx, method)(base + path, **options))
        pairs.append(("direct", direct, awaited(lambda: getattr(hx, method)(base + path, **options))))
    return pairs


def requests_pairs(base: str, case: Case) -> list[tuple[str, object, object]]:
    method, path, options = case

    def prepared(session: Any) -> Any:
        session.headers.update({"X-B": "2"})
        session.auth, session.params = ("c", "d"), {"s": "1"}
        return getattr(session, method)(base + path, **options)

    def waiting() -> Any:
        with requests.Session() as session:
            return prepared(session)

    async def ours() -> Any:
        async with rq.Session() as session:
            return await prepared(session)

    pairs = [("session", observed(waiting), awaited(ours))]
    if method != "options":
        direct = observed(lambda: getattr(requests, method)(base + path, **options))
        pairs.append(("direct", direct, awaited(lambda: getattr(rq, method)(base + path, **options))))
    return pairs


def main() -> int:
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{service.server_port}"
    all_pairs = [
        (f"{library} {name}, {how}", was, now)
        for library, cases, pairs in (
            ("httpx", {**SAME, **HTTPX}, httpx_pairs),
            ("requests", {**SAME, **REQUESTS}, requests_pairs),
        )
        for name, case in cases.items()
        for how, was, now in pairs(base, case)
    ]
    differing = [one for one in all_pairs if one[1] != one[2]]
    for what, was, now in differing:
        print(f"DIFFERS {what}\n  library: {was}\n  client:  {now}")
    print(f"{len(all_pairs) - len(differing)} of {len(all_pairs)} requests are the same")
    service.shutdown()
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
