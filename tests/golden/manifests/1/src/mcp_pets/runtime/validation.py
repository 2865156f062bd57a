"""Arguments against the schema of a tool, strictly, with errors a model can act on."""

import copy
import logging
from collections.abc import Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator, FancyRegexOptions, ValidationError

from .encoding import json_text
from .logs import log
from .redaction import shown

_PATTERNS = FancyRegexOptions(backtrack_limit=100_000)
_KINDS = {
    "NoneType": "null",
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "str": "string",
    "list": "array",
    "dict": "object",
}
_MOST_PROBLEMS = 8


class ArgumentCheck:
    """The compiled schema of one tool."""

    def __init__(self, tool: str, schema: Mapping[str, Any]) -> None:
        self.properties: dict[str, Any] = dict(schema.get("properties", {}))
        self.required = frozenset(schema.get("required", ()))
        self._validator = _compile(tool, schema)

    def clean(self, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Check arguments.

        An explicit null for an optional argument that cannot be null counts as left out, because
        models send such nulls.

        Returns:
            The arguments to pass on, and what is wrong with them.
        """
        unknown = [name for name in arguments if name not in self.properties]
        if unknown:
            known = ", ".join(self.properties) or "none"
            return arguments, [
                f"unknown argument {shown(n, 60)}; known: {known}" for n in unknown[:3]
            ]
        errors = self._errors(arguments)
        nulls = {
            str(error.instance_path[0])
            for error in errors
            if len(error.instance_path) == 1
            and arguments.get(str(error.instance_path[0]), 0) is None
        }
        if nulls - self.required:
            arguments = {k: v for k, v in arguments.items() if k not in nulls - self.required}
            errors = self._errors(arguments)
        return arguments, [_problem(error) for error in errors[:_MOST_PROBLEMS]]

    def _errors(self, arguments: dict[str, Any]) -> list[ValidationError]:
        return [] if self._validator is None else list(self._validator.iter_errors(arguments))


def _compile(tool: str, schema: Mapping[str, Any]) -> Draft202012Validator | None:
    """Compile a schema; patterns, then the whole, are given up when they cannot be compiled."""
    for candidate in (dict(schema), _without_patterns(copy.deepcopy(dict(schema)))):
        try:
            return Draft202012Validator(
                candidate,
                pattern_options=_PATTERNS,
                validate_formats=False,
                retriever=_refuse,
            )
        except (ValueError, RecursionError):
            log(logging.WARNING, "schema is not fully checkable", tool=tool)
    return None


def _refuse(uri: str) -> Any:
    raise LookupError(f"{uri} is not part of the schema")


def _without_patterns(node: Any) -> Any:
    """Remove the `pattern` keywords, in place."""
    if isinstance(node, list):
        for item in node:
            _without_patterns(item)
    elif isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            del node["pattern"]
        for item in node.values():
            _without_patterns(item)
    return node


def _problem(error: ValidationError) -> str:
    """Say where, which rule, and what kind of value was given; never the value itself."""
    kind, rule = error.kind.name, error.kind.as_dict()
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.instance_path)
    if kind == "required":
        return f"{place}.{rule['property']}".lstrip(".") + ": is required"
    text = _rule(kind, rule)
    given = _KINDS.get(type(error.instance).__name__, "value")
    return f"{shown(place.lstrip('.') or 'arguments', 120)}: {text} (got {given})"


def _rule(kind: str, rule: Mapping[str, Any]) -> str:
    if kind == "type":
        return f"must be {' or '.join(rule['types'])}"
    if kind == "enum":
        return f"must be one of {shown(json_text(rule['options']), 400)}"
    if kind == "const":
        return f"must be {shown(json_text(rule['expected_value']), 100)}"
    if kind == "pattern":
        return f"must match the pattern {shown(str(rule['pattern']), 200)}"
    if kind in ("anyOf", "oneOf"):
        return "fits none of the allowed forms"
    if kind in ("additionalProperties", "unevaluatedProperties"):
        return f"has unknown members: {shown(', '.join(rule['unexpected']), 200)}"
    value = next((v for v in rule.values() if isinstance(v, int | float | str)), "")
    return f"breaks the rule {kind} {shown(str(value), 100)}".rstrip()
