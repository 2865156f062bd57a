"""Guided workflows: how the tools of this server belong together, from what the document says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..runtime.catalog import Operation

MOST_WORKFLOWS = 50
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_FIRST_PARAMETER = re.compile(r"/\{.*$")


@dataclass(frozen=True, slots=True)
class Workflow:
    """The operations that belong together.

    Attributes:
        name: A word for a prompt's name.
        title: As the document calls it.
        tools: The operations, in the order of the document.
    """

    name: str
    title: str
    tools: tuple[Operation, ...]


def workflows(operations: Iterable[Operation]) -> list[Workflow]:
    """A workflow for each tag; for operations without one by the first part of their path."""
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(title_of(operation), []).append(operation)
    found: dict[str, Workflow] = {}
    for title, tools in groups.items():
        name = _NO_LETTER.sub("_", title.lower()).strip("_") or "other"
        while name in found:
            name += "_2"
        found[name] = Workflow(name, title, tuple(tools))
    return list(found.values())[:MOST_WORKFLOWS]


def title_of(operation: Operation) -> str:
    """The first tag, or the first fixed part of the path."""
    tags: Sequence[str] = operation.info.get("tags", ())
    parts = [part for part in str(operation.info.get("path", "")).split("/") if part]
    fixed = [part for part in parts if not part.startswith("{")]
    return str(tags[0]) if tags else (fixed or ["other"])[0]


def guide(workflow: Workflow, goal: str) -> str:
    """The words of the prompt: look first, then single things, then change, then look again."""
    reading = [tool for tool in workflow.tools if reads(tool)]
    listing = [tool for tool in reading if not needs(tool)]
    single = [tool for tool in reading if needs(tool)]
    changing = [tool for tool in workflow.tools if not reads(tool)]
    steps = [
        ("Find out what there is", listing),
        ("Look at single things", single),
        ("Change something, after the person has agreed to just that call", changing),
    ]
    lines = [f"# {workflow.title}: guided workflow", "", f"Goal: {goal}", ""]
    count = 0
    for heading, tools in steps:
        if tools:
            count += 1
            lines += [f"{count}. {heading}:", *(f"   - {line(tool, reading)}" for tool in tools)]
    if changing and reading:
        lines.append(f"{count + 1}. Read again what you changed, and say how it now stands.")
    lines += ["", "Leave out what the goal does not need. Answers are {success, result, metadata};"]
    lines.append("after a failure follow its suggestions instead of repeating the call.")
    return "\n".join(lines)


def line(tool: Operation, reading: Sequence[Operation]) -> str:
    """One tool: what it is for, what it needs, and which tool knows that."""
    needed = needs(tool)
    said = f"`{tool.name}`: {tool.raw.get('title') or tool.key}"
    if not needed:
        return said
    source = source_of(tool, reading)
    where = f", which `{source.name}` shows" if source else ""
    return f"{said}; needs {', '.join(f'`{name}`' for name in needed)}{where}"


def source_of(tool: Operation, reading: Sequence[Operation]) -> Operation | None:
    """The tool that lists what this one wants one of: `GET /books` for `/books/{isbn}`."""
    path = str(tool.info.get("path", ""))
    collection = _FIRST_PARAMETER.sub("", path)
    if collection == path:
        return None
    return next((one for one in reading if one.info.get("path") == collection), None)


def needs(tool: Operation) -> list[str]:
    """Its required arguments."""
    return list(tool.raw["inputSchema"].get("required", ()))


def reads(tool: Operation) -> bool:
    """Whether it changes nothing."""
    return bool(tool.raw.get("annotations", {}).get("readOnlyHint", False))
