"""One request, written down before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yarl import URL

from . import retries
from .bodies import Body
from .callers import PASSED
from .credentials import Credentials, Scheme, Secrets, choose
from .encoding import build_cookies, build_headers, build_query
from .errors import SettingsError
from .paths import build_path
from .values import is_given

if TYPE_CHECKING:
    import aiohttp


@dataclass(slots=True)
class Call:
    """A request that is ready to be sent, and what is needed to talk about it.

    `omitted`: headers that the API describes and the caller left out; aiohttp must not write its own.
    `asked`: seconds to wait, as the last answer said in Retry-After.
    """

    method: str
    template: str
    url: URL
    headers: dict[str, str]
    data: bytes | None = None
    omitted: tuple[str, ...] = ()
    schemes: list[Scheme] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    max_tries: int = retries.MAX_TRIES
    tries: int = 0
    asked: float | None = None
    seconds: float = 30.0

    @property
    def operation(self) -> str:
        """`GET /pets/{petId}`: method and template, without any value."""
        return f"{self.method} {self.template}"

    @property
    def variables(self) -> list[str]:
        """The environment variables of the credentials that are sent."""
        return [variable for scheme in self.schemes for variable in scheme.variables]


def prepare(
    method: str,
    template: str,
    base_url: str,
    *,
    path: Mapping[str, object],
    query: Mapping[str, object],
    headers: Mapping[str, object],
    cookies: Mapping[str, object],
    body: Body | None,
    accept: str,
) -> Call:
    """Write URL, headers and body. The URL is final: nothing encodes it again.

    Raises:
        ArgumentError: An argument cannot be sent.
    """
    where = base_url.rstrip("/") + "/" + build_path(template, path).lstrip("/")
    address, _, fixed = where.partition("?")
    text = "&".join(part for part in (fixed, build_query(query)) if part)
    url = URL(f"{address}?{text}" if text else address, encoded=True)
    sent = _headers(accept, build_headers(headers))
    pairs = build_cookies(cookies)
    if pairs:
        sent["Cookie"] = "; ".join(pairs)
    encoded = body.encode() if body is not None else None
    omitted = tuple(name for name, value in headers.items() if not is_given(value))
    if encoded is None:
        return Call(method, template, url, sent, omitted=omitted)
    sent = {k: v for k, v in sent.items() if k.lower() != "content-type"}
    sent["Content-Type"] = encoded[0]
    return Call(method, template, url, sent, encoded[1], omitted)


def _headers(accept: str, given: dict[str, str]) -> dict[str, str]:
    """Add Accept, unless the operation has a parameter of that name and it was given."""
    if any(name.lower() == "accept" for name in given):
        return given
    return {"Accept": f"{accept}, */*;q=0.1" if accept else "*/*", **given}


async def authorize(
    call: Call,
    security: Sequence[Sequence[str]],
    schemes: Mapping[str, Scheme],
    secrets: Secrets,
    session: aiohttp.ClientSession,
) -> None:
    """Add the credentials of the first alternative that is configured; they win over arguments."""
    passed = PASSED.get()
    call.schemes, call.missing = choose(security, schemes, secrets, passed)
    out = Credentials()
    for scheme in call.schemes:
        if scheme.header.lower() in passed:
            out.headers[scheme.header] = passed[scheme.header.lower()]
        else:
            await scheme.apply(out, secrets, session)
    taken = {name.lower() for name in out.headers}
    call.headers = {k: v for k, v in call.headers.items() if k.lower() not in taken} | out.headers
    if out.query:
        address, _, text = str(call.url).partition("?")
        pairs = [p for p in text.split("&") if p and p.partition("=")[0] not in out.query]
        call.url = URL(f"{address}?{'&'.join([*pairs, build_query(out.query)])}", encoded=True)
    if out.cookies:
        pairs = [p for p in call.headers.get("Cookie", "").split("; ") if p]
        pairs = [p for p in pairs if p.partition("=")[0] not in out.cookies]
        call.headers["Cookie"] = "; ".join(pairs + build_cookies(out.cookies))


def checked_url(text: str, variable: str) -> str:
    """Check a base URL: http or https, a host, no credentials, no fragment.

    Raises:
        SettingsError: It is something else.
    """
    try:
        url = URL(text)
        good = url.scheme in ("http", "https") and url.host and not url.user and not url.fragment
    except ValueError:
        good = False
    if not good:
        raise SettingsError(
            f"{variable} must be an address like https://api.example.com/v1, without credentials"
        )
    return str(url).rstrip("/")
