"""Arguments that the server adds to the tools of the document, where its owner switches them on.

`max_items` goes on to further pages of a list, `fields` picks parts of an answer. Both are off unless
MCP_EXTRA_ARGUMENTS names them: a tool then has the arguments that the document gives it, and no others.
"""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from mcp_types import CallToolResult, TextContent

from .answers import ApiResponse
from .errors import ArgumentError
from .paging import Arguments, Fetch, Gathered, Pages, gather
from .settings import EXTRA_ARGUMENTS as KNOWN

MAX_ITEMS, FIELDS = KNOWN
MOST_ITEMS = 10_000
MOST_EXPRESSION = 1_000

_SCHEMAS: dict[str, dict[str, Any]] = {
    MAX_ITEMS: {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_ITEMS,
        "description": "Fetch further pages until there are so many items. Left out: one page.",
    },
    FIELDS: {
        "type": "string",
        "maxLength": MOST_EXPRESSION,
        "description": "Which parts of the answer to return, as JMESPath: [*].{id: id, name: name}",
    },
}

COLLECTED: ContextVar[list[ApiResponse] | None] = ContextVar("COLLECTED", default=None)
"""Where `results.answer` leaves answers that are not to be shown as they are."""


def wanted_extras(text: str) -> tuple[str, ...]:
    """Read MCP_EXTRA_ARGUMENTS: names with commas, or `all`. Unknown names are left out."""
    names = {name.strip().lower() for name in text.split(",")}
    return tuple(name for name in KNOWN if name in names or "all" in names)


def extend(
    raw: Mapping[str, Any], names: Iterable[str]
) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Add arguments to a tool.

    Args:
        raw: The tool as tools.json has it.
        names: What the owner has switched on.

    Returns:
        The tool with them, and the name that each has in it: another one where the document has an
        argument of that name.
    """
    schema = raw["inputSchema"]
    properties: dict[str, Any] = dict(schema.get("properties", {}))
    added: dict[str, str] = {}
    for name in names:
        if _fits(name, raw):
            argument = name if name not in properties else f"answer_{name}"
            if argument not in properties:
                properties[argument] = _SCHEMAS[name]
                added[name] = argument
    if not added:
        return raw, added
    return {**raw, "inputSchema": {**schema, "properties": properties}}, added


def _fits(name: str, raw: Mapping[str, Any]) -> bool:
    """Paging where the document makes it clear; fields where something is read."""
    if name == MAX_ITEMS:
        return "paging" in raw.get("_operation", {})
    return raw.get("annotations", {}).get("readOnlyHint") is True


async def run_with_extras(
    raw: Mapping[str, Any], added: Mapping[str, str], fetch: Fetch, arguments: Arguments
) -> tuple[ApiResponse | CallToolResult, str]:
    """Make a call whose answer is put together or picked apart before it is shown.

    Args:
        raw: The tool.
        added: The added arguments and their names in this tool.
        fetch: Makes one request.
        arguments: All arguments, checked.

    Returns:
        What to show, and a note about it.

    Raises:
        ArgumentError: `fields` is no JMESPath expression, or nothing it can be used on.
    """
    own = {name: value for name, value in arguments.items() if name not in added.values()}
    wanted = arguments.get(added.get(MAX_ITEMS, ""))
    expression = arguments.get(added.get(FIELDS, ""))
    picked = Selection(added[FIELDS], expression) if expression else None
    note = ""
    if wanted is None:
        response = await fetch(own)
    else:
        pages = Pages(raw["_operation"]["paging"], raw["inputSchema"]["properties"])
        found = await gather(fetch, pages, own, int(wanted))
        if isinstance(found, Gathered):
            note = found.note
            response = ApiResponse(200, {}, "application/json", found.data)
        else:
            response = found
    if picked is not None and isinstance(response, ApiResponse):
        response = replace(response, data=picked.of(response))
    return response, note


class Selection:
    """A JMESPath expression that is used on an answer.

    Args:
        argument: The name of the argument, for errors.
        expression: The expression.

    Raises:
        ArgumentError: It is none.
    """

    def __init__(self, argument: str, expression: str) -> None:
        import jmespath  # only for those who use it
        from jmespath.exceptions import JMESPathError

        self._argument = argument
        self._error: type[Exception] = JMESPathError
        try:
            self._compiled = jmespath.compile(expression)
        except (JMESPathError, RecursionError) as error:
            raise ArgumentError(argument, f"no JMESPath expression ({_line(error)})") from None

    def of(self, response: ApiResponse) -> Any:
        """The parts of an answer.

        Raises:
            ArgumentError: The answer is no JSON, or a function of the expression does not fit it.
        """
        if not response.media_type.endswith("json"):
            raise ArgumentError(self._argument, "the answer is no JSON; leave the argument out")
        try:
            return self._compiled.search(response.data)
        except (self._error, RecursionError) as error:
            raise ArgumentError(
                self._argument, f"does not fit the answer ({_line(error)})"
            ) from None


def _line(error: Exception) -> str:
    """The first line of an error: the others show the expression again."""
    first = str(error).partition("\n")[0].strip(" .:")
    return first[:200] or "too deep"


def with_note(result: CallToolResult, note: str) -> CallToolResult:
    """A result with a note behind its content."""
    if note and not result.is_error:
        result.content.append(TextContent(type="text", text=note))
    return result
