"""Further pages of a list, for callers that say how many items they want in all."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mcp_types import CallToolResult
from pydantic_core import to_json

from .answers import ApiResponse

MOST_PAGES = 100
MOST_BYTES = 10_000_000
MOST_SECONDS = 60.0

Arguments = dict[str, Any]
Fetch = Callable[[Arguments], Awaitable[ApiResponse | CallToolResult]]

_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]*))*)')
_REL = re.compile(r';\s*rel\s*=\s*"?([^";]*)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The items of several pages.

    Attributes:
        data: The last answer, with the items of all of them.
        note: How many there are, and whether there are more.
    """

    data: Any
    note: str


class Pages:
    """How one operation goes on from page to page.

    Args:
        told: `_operation.paging` of tools.json.
        properties: The arguments of the tool with their schemas.
    """

    def __init__(self, told: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
        self._kind = str(told["kind"])
        self._arguments: Mapping[str, str] = told["arguments"]
        self._items: list[str] = told["items"]
        self._next: list[str] = told.get("next", [])
        self._more: list[str] = told.get("more", [])
        self._first = int(told.get("first", 0))
        self._size = str(told.get("size", ""))
        self._properties = properties

    def begin(self, arguments: Arguments, wanted: int) -> Arguments:
        """Ask for pages as large as useful, where the document says how large they may be."""
        most = self._schema(self._size).get("maximum")
        fixed = any(name in arguments for name in (self._size, *self._arguments.values()))
        if fixed or not isinstance(most, int):
            return arguments
        least = self._schema(self._size).get("minimum", 1)
        return arguments | {self._size: max(min(wanted, most), int(least))}

    def items(self, data: Any) -> list[Any] | None:
        """The items of a page; None where there is no list."""
        found = _at(data, self._items)
        return found if isinstance(found, list) else None

    def with_items(self, data: Any, items: list[Any]) -> Any:
        """An answer with other items."""
        return _put(data, self._items, items)

    def following(self, response: ApiResponse, arguments: Arguments) -> Arguments | None:
        """The arguments of the next call; None when this was the last page."""
        moved = {"cursor": self._cursor, "last-item": self._last_item, "link": self._link}
        counted = self._counted
        found = moved[self._kind](response) if self._kind in moved else counted(response, arguments)
        following = arguments | found
        return None if following == arguments else following

    def _cursor(self, response: ApiResponse) -> Arguments:
        found = _at(response.data, self._next)
        return self._only(found) if isinstance(found, str) and found else {}

    def _last_item(self, response: ApiResponse) -> Arguments:
        items = self.items(response.data)
        found = _at(items[-1], self._next) if items else None
        more = _at(response.data, self._more) is True
        return self._only(found) if more and isinstance(found, str) else {}

    def _link(self, response: ApiResponse) -> Arguments:
        address = _at(response.data, self._next) if self._next else next_link(response.headers)
        if not isinstance(address, str):
            return {}
        try:
            pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
        except ValueError:
            return {}
        names = self._arguments
        return {names[k]: self._typed(names[k], v) for k, v in pairs if k in names}

    def _counted(self, response: ApiResponse, arguments: Arguments) -> Arguments:
        (name,) = self._arguments.values()
        items = self.items(response.data)
        if not items:
            return {}
        if self._kind == "page":
            return {name: int(arguments.get(name, self._first)) + 1}
        return {name: int(arguments.get(name, 0)) + len(items)}

    def _only(self, value: str) -> Arguments:
        return dict.fromkeys(self._arguments.values(), value)

    def _schema(self, argument: str) -> Mapping[str, Any]:
        found = self._properties.get(argument)
        return found if isinstance(found, Mapping) else {}

    def _typed(self, argument: str, text: str) -> str | int:
        kinds = self._schema(argument).get("type", "string")
        is_whole = "integer" in kinds or "number" in kinds
        return int(text) if is_whole and text.isdecimal() and len(text) < 19 else text


async def gather(
    fetch: Fetch, pages: Pages, arguments: Arguments, wanted: int
) -> Gathered | ApiResponse | CallToolResult:
    """Fetch pages until there are as many items as wanted, no more pages, or a limit is reached.

    Args:
        fetch: Makes the request of one page.
        pages: How the operation goes on.
        arguments: Those of the first page.
        wanted: The most items.

    Returns:
        The items; what `fetch` gave where the first page is none.
    """
    deadline = time.monotonic() + MOST_SECONDS
    following: Arguments | None = pages.begin(arguments, wanted)
    got: list[Any] = []
    before: list[Any] = []
    data: Any = None
    size = count = 0
    stopped = ""
    while following is not None and not stopped:
        response = await fetch(following)
        items = pages.items(response.data) if isinstance(response, ApiResponse) else None
        if not isinstance(response, ApiResponse) or items is None:
            if not count:
                return response
            stopped = "the next page could not be read"
            break
        count += 1
        following = pages.following(response, following)
        if items and items == before:
            break  # the API does not know the argument, and says the same again
        got, before, data = got + items, items, response.data
        size += len(to_json(items))
        stopped = _limit(len(got), wanted, count, size, deadline) if following else ""
    more = following is not None or len(got) > wanted
    note = _note(min(len(got), wanted), count, stopped or "raise max_items to see them", more=more)
    return Gathered(pages.with_items(data, got[:wanted]), note)


def next_link(headers: Mapping[str, str]) -> str | None:
    """The address with the relation `next` in the header Link (RFC 8288)."""
    for address, parameters in _LINK.findall(headers.get("Link", "")[:10_000]):
        relation = _REL.search(parameters)
        if relation and "next" in relation[1].lower().split():
            return str(address)
    return None


def _limit(got: int, wanted: int, count: int, size: int, deadline: float) -> str:
    """Why no further page is asked for; "" when one is."""
    if got >= wanted:
        return "raise max_items to see them"
    if count >= MOST_PAGES:
        return f"{MOST_PAGES} requests are the most for one call"
    if size >= MOST_BYTES:
        return "the answer would be too large"
    return "it takes too long" if time.monotonic() > deadline else ""


def _note(items: int, requests: int, stopped: str, *, more: bool) -> str:
    asked = f"{requests} request{'' if requests == 1 else 's'}"
    if more:
        return f"[{items} items from {asked}. More may follow: {stopped}.]"
    return f"[{items} items from {asked}. These are all.]"


def _put(data: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    return {**data, path[0]: _put(data[path[0]], path[1:], value)}


def _at(data: Any, path: list[str]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data
