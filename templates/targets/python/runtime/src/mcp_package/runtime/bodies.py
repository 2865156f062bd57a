"""Request bodies: JSON, forms, files, text and bytes."""

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from .encoding import Param, json_text, query_pairs, text_of
from .errors import ArgumentError
from .values import given, is_given


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one member of a form or multipart body is written (Encoding Object)."""

    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    content_type: str = ""


class Body:
    """A request body."""

    def encode(self) -> tuple[str, bytes] | None:
        """Give the content type and the bytes, or None when there is nothing to send."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class JsonBody(Body):
    """A JSON document.

    Args:
        value: A dict of members, of which those not given are left out; with `whole`, any value.
        media_type: The content type to send.
        whole: Send the value as it is; None means that there is no body.
        optional: Send no body when no member was given.
    """

    value: object
    media_type: str = "application/json"
    whole: bool = False
    optional: bool = False

    def encode(self) -> tuple[str, bytes] | None:
        value = self.value
        if self.whole and not is_given(value):
            return None
        if isinstance(value, dict) and not self.whole:
            value = given(value)
            if self.optional and not value:
                return None
        return self.media_type, json_text(value, "body").encode()


@dataclass(frozen=True, slots=True)
class FormBody(Body):
    """A form, application/x-www-form-urlencoded."""

    members: Mapping[str, object]
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    optional: bool = False

    def encode(self) -> tuple[str, bytes] | None:
        pairs: list[str] = []
        members = given(_members(self.members))
        for name, value in members.items():
            pairs += _form_pairs(name, value, self.encoding.get(name))
        if self.optional and not members:
            return None
        return "application/x-www-form-urlencoded", "&".join(pairs).encode()


@dataclass(frozen=True, slots=True)
class MultipartBody(Body):
    """A multipart/form-data body.

    Args:
        members: Name to value. Lists become one part per item, objects JSON parts.
        encoding: Content types of single parts.
        files: Names of the members that hold base64 text and are sent as files.
        optional: Send no body when no member was given.
    """

    members: Mapping[str, object]
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    optional: bool = False

    def encode(self) -> tuple[str, bytes] | None:
        boundary = "part-" + secrets.token_hex(16)
        members = given(_members(self.members))
        if self.optional and not members:
            return None
        parts: list[bytes] = []
        for name, value in members.items():
            encoding = self.encoding.get(name, Encoding())
            for item in value if isinstance(value, list) else [value]:
                head, data = _part(name, item, encoding.content_type, is_file=name in self.files)
                parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
        parts.append(f"--{boundary}--\r\n".encode())
        return f"multipart/form-data; boundary={boundary}", b"".join(parts)


@dataclass(frozen=True, slots=True)
class TextBody(Body):
    """A text, XML included."""

    text: str | None
    media_type: str = "text/plain"

    def encode(self) -> tuple[str, bytes] | None:
        if self.text is None:
            return None
        return f"{self.media_type}; charset=utf-8", self.text.encode()


@dataclass(frozen=True, slots=True)
class BinaryBody(Body):
    """Bytes, given as base64 text."""

    base64_text: str | None
    media_type: str = "application/octet-stream"
    name: str = "body"

    def encode(self) -> tuple[str, bytes] | None:
        if self.base64_text is None:
            return None
        return self.media_type, decode_base64(self.name, self.base64_text)


def decode_base64(name: str, text: str) -> bytes:
    """Decode base64, standard or URL-safe, with or without padding and line breaks.

    Raises:
        ArgumentError: It is something else.
    """
    compact = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except binascii.Error:
        raise ArgumentError(name, "the bytes of the file are wanted as base64 text") from None


def _members(value: object) -> dict[str, object]:
    """Check what a document without a schema leaves open: forms have named members.

    Raises:
        ArgumentError: It is something else.
    """
    if isinstance(value, Mapping):
        return dict(value)
    raise ArgumentError("body", "an object is wanted, with a member for each field of the form")


def _form_pairs(name: str, value: object, encoding: Encoding | None) -> list[str]:
    """Write a form member; without a style, objects are JSON texts and lists are repeated."""
    if encoding is None or not (encoding.style or encoding.explode is not None):
        reserved = encoding is not None and encoding.allow_reserved
        value = json_text(value, name) if isinstance(value, dict) else value
        return query_pairs(name, Param("null" if value is None else value, "form", True, reserved))
    style = encoding.style or "form"
    return query_pairs(name, Param(value, style, encoding.explode, encoding.allow_reserved))


def _part(name: str, value: object, content_type: str, *, is_file: bool) -> tuple[str, bytes]:
    """Write head and bytes of one part."""
    quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = f'Content-Disposition: form-data; name="{quoted}"'
    if is_file and isinstance(value, str):
        kind = content_type.partition(",")[0].strip()
        if not kind or "*" in kind:
            kind = "application/octet-stream"
        head += f'; filename="{quoted}"\r\nContent-Type: {kind}'
        return head, decode_base64(name, value)
    if isinstance(value, dict | list):
        return f"{head}\r\nContent-Type: {content_type or 'application/json'}", json_text(
            value, name
        ).encode()
    if content_type:
        head += f"\r\nContent-Type: {content_type}"
    return head, text_of(value).encode()
