"""How arguments are written into a path, so that none of them can leave its segment."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

from .encoding import Param, as_param, simple_parts, strings_in
from .errors import ArgumentError
from .values import is_given

_TEMPLATE = "/:@!$&'()*+,;=~%?{}-._"


def build_path(template: str, values: Mapping[str, object]) -> str:
    """Fill a path template. Each argument stays inside its segment; `.`, `..` and "" are refused.

    Raises:
        ArgumentError: A value cannot be carried by a path (RFC 3986 sections 3.3 and 5.2.4).
    """
    path = quote(template, safe=_TEMPLATE)
    for name, raw in values.items():
        param = as_param(raw)
        text = _path_text(name, param)
        if not text:
            raise ArgumentError(name, "a path segment cannot be empty")
        path = path.replace("{" + quote(name, safe=_TEMPLATE) + "}", text)
    for segment in path.partition("?")[0].split("/"):
        if unquote(unquote(segment)) in (".", ".."):
            raise ArgumentError(", ".join(values), "a path segment cannot be '.' or '..'")
    return path


def _path_text(name: str, param: Param) -> str:
    """Write one path argument with the marks of its style."""
    if not is_given(param.value):
        raise ArgumentError(name, "a value is required, it is part of the path")
    for text in strings_in(param.value):
        if text == "" or unquote(unquote(text)) in (".", ".."):
            raise ArgumentError(name, "a path segment cannot be empty, '.' or '..'")
    parts = simple_parts(param, encode=True)
    explode = bool(param.explode)
    if param.style == "label":
        safe = [p.replace(".", "%2E") for p in parts] if explode and len(parts) > 1 else parts
        return "." + ("." if explode else ",").join(safe) if parts else ""
    if param.style == "matrix":
        if explode and isinstance(param.value, dict):
            return "".join(f";{part}" for part in parts)
        key = quote(name, safe="")
        if explode:
            return "".join(f";{key}={part}" for part in parts)
        return f";{key}={','.join(parts)}" if parts else ""
    return ",".join(parts)
