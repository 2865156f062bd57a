"""Secrets and other people's text: what may be shown, and how much of it."""

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_MASK = "***"
_secrets: set[str] = set()

# Control characters, and those that change how the text around them is shown or read.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_LOOKS_SECRET = re.compile(
    r"(?i)\b(bearer\s+|basic\s+|(?:token|api[_-]?key|secret|passw(?:or)?d|cookie)\"?\s*[=:]\s*)[^\s,;]{6,}"
)

ERROR_MEMBERS = frozenset(
    "code description detail details error error_code error_description error_message errorcode "
    "errormessage errors field hint location message messages msg name param parameter path "
    "pointer reason request_id source status title type".split()
)
"""Members of an error body that are shown: they describe the problem in nearly every API."""


def register_secret(value: str) -> None:
    """Remember a credential so that `redact` finds it in every spelling that is sent."""
    if len(value) < 6 or value in _secrets:
        return  # shorter ones would blank out ordinary words
    encoded = base64.b64encode(value.encode()).decode()
    _secrets.update({value, quote(value, safe=""), encoded})


def redact(text: str) -> str:
    """Replace every known credential."""
    for secret in sorted(_secrets, key=len, reverse=True):
        if secret in text:
            text = text.replace(secret, _MASK)
    return text


def shown(text: str, limit: int = 300) -> str:
    """Make a text from outside fit to be shown: redacted, on one line, visible, capped."""
    text = _LOOKS_SECRET.sub(r"\1" + _MASK, redact(text[: limit * 4]))
    text = _INVISIBLE.sub(" ", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def error_details(body: object, depth: int = 0) -> dict[str, Any] | None:
    """Pick the members of an error body that describe the problem, capped in number and length."""
    if not isinstance(body, Mapping) or depth > 3:
        return None
    known = [(k, v) for k, v in body.items() if str(k).lower().replace("-", "_") in ERROR_MEMBERS]
    picked = {str(k): _detail(v, depth) for k, v in known[:8]}
    return {k: v for k, v in picked.items() if v is not None} or None


def _detail(value: object, depth: int) -> Any:
    if isinstance(value, str):
        return shown(value, 200)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [
            x for x in (_detail(item, depth + 1) for item in value[:5]) if x is not None
        ] or None
    return error_details(value, depth + 1)
