"""The tools of the document: read once from tools.json, compiled one by one when called."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcp_types import Tool

from .extras import extend
from .validation import ArgumentCheck


@dataclass(slots=True)
class Operation:
    """One tool, and the operation of the API behind it.

    Attributes:
        raw: The tool as tools.json has it, with the added arguments.
        extras: What was added, and the name that it has in this tool.
    """

    raw: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)
    _check: ArgumentCheck | None = field(default=None, repr=False)
    _tool: Tool | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name of the tool."""
        return str(self.raw["name"])

    @property
    def info(self) -> Mapping[str, Any]:
        """`operationId`, `method`, `path`, `tags`, `module`, as far as known."""
        info: Mapping[str, Any] = self.raw.get("_operation", {})
        return info

    @property
    def key(self) -> str:
        """`GET /pets/{petId}`."""
        return f"{self.info.get('method', '')} {self.info.get('path', '')}".strip()

    @property
    def check(self) -> ArgumentCheck:
        """The compiled input schema."""
        if self._check is None:
            self._check = ArgumentCheck(self.name, self.raw["inputSchema"])
        return self._check

    @property
    def has_output_schema(self) -> bool:
        """Whether clients expect structured content in every answer."""
        return "outputSchema" in self.raw

    def tool(self) -> Tool:
        """The tool as clients see it."""
        if self._tool is None:
            shown = {k: v for k, v in self.raw.items() if k != "_operation"}
            self._tool = Tool.model_validate(shown)
        return self._tool


class Catalog:
    """All operations by tool name.

    Args:
        source: The file tools.json, or its list of tools.
        extras: Arguments that are added to the tools that they fit.
    """

    def __init__(
        self, source: Path | Sequence[Mapping[str, Any]], extras: Sequence[str] = ()
    ) -> None:
        self._source = source
        self._extras = tuple(extras)
        self._operations: dict[str, Operation] | None = None
        self._aliases: dict[str, str] = {}

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The operations, in the order of the document."""
        if self._operations is None:
            source = self._source
            tools = json.loads(source.read_bytes())["tools"] if isinstance(source, Path) else source
            self._operations = {
                str(raw["name"]): Operation(*extend(raw, self._extras)) for raw in tools
            }
        return self._operations

    def find(self, name: str) -> Operation | None:
        """Find an operation by tool name, operationId, or `METHOD /path`."""
        if name in self.operations:
            return self.operations[name]
        if not self._aliases:
            for operation in self.operations.values():
                for alias in (operation.info.get("operationId"), operation.key):
                    if alias:
                        self._aliases.setdefault(alias, operation.name)
        return self.operations.get(self._aliases.get(name, ""))
