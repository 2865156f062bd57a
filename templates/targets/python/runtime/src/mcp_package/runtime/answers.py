"""What the API answered: read with a limit, decoded, compared with the document."""

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from .errors import InvalidAnswer
from .logs import log

_CHECKED_BYTES = 1_000_000
# Lines of JSON are text: no single value can be read from them.
_JSON = re.compile(r"[/+.-]json$")
_TEXT = re.compile(
    r"^text/|[/+]xml$|\+(yaml|jwt)$|ndjson|jsonl|json-seq|x-json-stream|x-www-form-urlencoded$"
    r"|/(x-)?(yaml|javascript|ecmascript|graphql|toml|csv|sql|jwt|jose|sparql-query|turtle|n-triples"
    r"|pgp-\w+)$"
)


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A successful answer, as it came.

    Attributes:
        status: The HTTP status, 2xx.
        headers: The headers; names compare without regard to case.
        media_type: The content type without parameters, in lower case; "" when there is none.
        data: A JSON value, a text, bytes, or None for an empty body.
        returns: The type the document promises, used by `parse`.
    """

    status: int
    headers: Mapping[str, str]
    media_type: str
    data: Any
    returns: Any = None

    def parse(self) -> Any:
        """Give the answer as the documented type.

        Raises:
            pydantic.ValidationError: The answer does not fit.
        """
        return (
            self.data if self.returns is None else _adapter(self.returns).validate_python(self.data)
        )


def decode(
    status: int, content_type: str, body: bytes, *, accept: str, strict: bool
) -> tuple[str, Any]:
    """Turn a body into a JSON value, text or bytes.

    Returns:
        The media type that describes the value, and the value.

    Raises:
        InvalidAnswer: It claims to be JSON and is not, or a web page came where data were promised;
            with `strict`, also an empty body or another content type than the promised one.
    """
    media = content_type.partition(";")[0].strip().lower()
    wants_json = all(_is_json(part) for part in accept.split(","))
    if not body:
        if strict and wants_json and status != 204:
            raise InvalidAnswer(status, "an empty answer came where JSON was expected")
        return "", None
    if _is_json(media):
        return media, parse_json(status, body)
    if wants_json:
        return _instead_of_json(status, media, content_type, body, strict)
    return media, _text(content_type, body) if _is_text(media) else body


def parse_json(status: int, body: bytes) -> Any:
    """Parse strictly: UTF-8, no NaN, no trailing text."""
    try:
        return from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError:
        raise InvalidAnswer(status, "the API sent invalid JSON") from None


def check(operation: str, data: Any, returns: Any, size: int, *, strict: bool) -> None:
    """Compare an answer with the document. A difference is logged; the data pass all the same.

    Raises:
        InvalidAnswer: Only with `strict`.
    """
    if returns is None or data is None or size > _CHECKED_BYTES:
        return
    differences = _contracts.differences(data, returns, always=strict)
    if not differences:
        return
    log(
        logging.WARNING,
        "answer differs from the document",
        operation=operation,
        differences=differences[:3],
        count=len(differences),
    )
    if strict:
        text = "the answer does not have the documented format: unexpected or missing members"
        raise InvalidAnswer(200, text)


class Contracts:
    """Compares answers with types, within a budget for compiling them.

    In a large document every type reaches hundreds of others: compiling one takes 0.1 s and 8 MB.
    Once the budget is spent, only types that are compiled already are compared.
    """

    def __init__(self, budget: float = 1.0) -> None:
        self._left = budget
        self._known: set[Any] = set()

    def differences(self, data: Any, returns: Any, *, always: bool) -> list[str]:
        """Place and kind of each difference, without values."""
        if returns not in self._known and self._left <= 0 and not always:
            return []
        before = time.perf_counter()
        try:
            _adapter(returns).validate_python(data)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            return [f"{'.'.join(str(p) for p in e['loc'])}: {e['type']}" for e in found]
        finally:
            if returns not in self._known:
                self._known.add(returns)
                self._left -= time.perf_counter() - before
        return []


_contracts = Contracts()


def _instead_of_json(
    status: int, media: str, content_type: str, body: bytes, strict: bool
) -> tuple[str, Any]:
    """Read what came although JSON was promised. Mislabelled JSON is common and accepted."""
    if not strict and body.lstrip()[:1] in (b"{", b"["):
        try:
            return "application/json", from_json(body, allow_inf_nan=False)
        except ValueError:
            pass
    if strict or "html" in media:
        kind = media if media.replace("/", "").replace("-", "").isalnum() else "unreadable"
        raise InvalidAnswer(status, f"content of type {kind[:60]} came where JSON was expected")
    log(logging.WARNING, "answer is not JSON, as the document promises", status=status)
    return media, _text(content_type, body) if _is_text(media) else body


@cache
def _adapter(returns: Any) -> TypeAdapter[Any]:
    return TypeAdapter(returns)


def _is_json(media: str) -> bool:
    return _JSON.search(media.partition(";")[0].strip().lower()) is not None


def _is_text(media: str) -> bool:
    return _TEXT.search(media) is not None


def _text(content_type: str, body: bytes) -> str:
    charset = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return body.decode(charset or "utf-8", errors="replace")
    except LookupError:
        return body.decode(errors="replace")
