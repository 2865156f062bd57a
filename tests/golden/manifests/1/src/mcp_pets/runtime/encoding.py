"""How parameters are written into queries, headers and cookies; paths.py does the paths.

Follows OpenAPI 3.1.2 (Parameter Object, Appendix C) and RFC 6570: what separates the members of a
list is written as it is, what stands inside a member is percent-encoded.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .errors import ArgumentError
from .values import is_given

RESERVED = ":/?@!$'()*,;="
"""Characters that `allowReserved` leaves as they are and that have no meaning inside a query value."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
_HOP_HEADERS = frozenset(
    "connection content-length cookie expect host keep-alive proxy-authenticate proxy-authorization "
    "proxy-connection te trailer transfer-encoding upgrade".split()
)


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter with a style other than the default of its place."""

    value: object
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class JsonParam:
    """A parameter that is written as a JSON text."""

    value: object


def text_of(value: object) -> str:
    """Write one value: booleans as true/false, whole numbers without a point, objects as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return json_text(value)


def json_text(value: object, name: str = "value") -> str:
    """Write a compact JSON text.

    Raises:
        ArgumentError: The value holds something that JSON cannot (NaN, Infinity).
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError):
        raise ArgumentError(name, "the value cannot be written as JSON") from None


def build_query(values: Mapping[str, object]) -> str:
    """Write the query string without the leading question mark."""
    pairs: list[str] = []
    for name, raw in values.items():
        pairs += query_pairs(name, as_param(raw, style="form"))
    return "&".join(pairs)


def query_pairs(name: str, param: Param) -> list[str]:
    """Write one query parameter or form member as `name=value` pairs."""
    value, key = param.value, quote(name, safe="")
    if not is_given(value):
        return []
    safe = RESERVED if param.allow_reserved else ""
    if param.style == "deepObject" and isinstance(value, list | dict):
        return [f"{key}{path}={quote(text_of(leaf), safe=safe)}" for path, leaf in _leaves(value)]
    explode = param.style not in _DELIMITERS if param.explode is None else param.explode
    delimiter = _DELIMITERS.get(param.style, ",")
    if isinstance(value, list):
        items = [quote(text_of(item), safe=safe.replace(",", "")) for item in value]
        if explode:
            return [f"{key}={item}" for item in items]
        return [f"{key}={delimiter.join(items)}"] if items else []
    if isinstance(value, dict):
        members = [
            (quote(k, safe=""), quote(text_of(v), safe=safe.replace(",", "")))
            for k, v in value.items()
        ]
        if explode:
            return [f"{k}={v}" for k, v in members]
        return [f"{key}={delimiter.join(f'{k}{delimiter}{v}' for k, v in members)}"]
    return [f"{key}={quote(text_of(value), safe=safe)}"]


def build_headers(values: Mapping[str, object]) -> dict[str, str]:
    """Write header parameters (never percent-encoded).

    Raises:
        ArgumentError: The value holds a line break or NUL, or the header belongs to the connection.
    """
    headers: dict[str, str] = {}
    for name, raw in values.items():
        param = as_param(raw)
        if not is_given(param.value):
            continue
        if name.lower() in _HOP_HEADERS:
            raise ArgumentError(name, "this header belongs to the connection and cannot be set")
        text = ",".join(simple_parts(param, encode=False))
        _refuse_control(name, text)
        headers[name] = text
    return headers


def build_cookies(values: Mapping[str, object]) -> list[str]:
    """Write cookie parameters as `name=value` pairs, percent-encoded (style form)."""
    pairs: list[str] = []
    for name, raw in values.items():
        param = as_param(raw, style="form")
        for text in strings_in(param.value):
            _refuse_control(name, text)
        pairs += query_pairs(name, param)
    return pairs


def as_param(raw: object, style: str = "simple") -> Param:
    """Turn whatever stands in a dict of parameters into a `Param`."""
    if isinstance(raw, JsonParam):
        return Param(json_text(raw.value) if is_given(raw.value) else None, style)
    if isinstance(raw, Param):
        return raw if raw.style else Param(raw.value, style, raw.explode, raw.allow_reserved)
    return Param(raw, style)


def simple_parts(param: Param, *, encode: bool) -> list[str]:
    """The members of a value in style simple: `a,b` or `k,v` or, exploded, `k=v`."""

    def write(value: object) -> str:
        return quote(text_of(value), safe="") if encode else text_of(value)

    if isinstance(param.value, list):
        return [write(item) for item in param.value]
    if isinstance(param.value, dict):
        pairs = [(write(k), write(v)) for k, v in param.value.items()]
        return [f"{k}={v}" for k, v in pairs] if param.explode else [x for p in pairs for x in p]
    return [write(param.value)]


def _leaves(value: object, path: str = "") -> list[tuple[str, object]]:
    """Flatten an object to `[member][0]` paths with their values."""
    if isinstance(value, dict):
        members = [(quote(str(k), safe=""), v) for k, v in value.items()]
    elif isinstance(value, list):
        members = [(str(i), v) for i, v in enumerate(value)]
    else:
        return [(path, value)]
    return [leaf for k, v in members for leaf in _leaves(v, f"{path}%5B{k}%5D")]


def strings_in(value: object) -> list[str]:
    """All texts inside a value."""
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    if isinstance(value, dict):
        return [text for item in [*value, *value.values()] for text in strings_in(item)]
    return [value] if isinstance(value, str) else []


def _refuse_control(name: str, text: str) -> None:
    if _CONTROL.search(text):
        raise ArgumentError(name, "line breaks and control characters cannot be sent here")
