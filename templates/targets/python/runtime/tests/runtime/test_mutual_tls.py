"""A client certificate: a real server that asks for one."""

import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mcp_package.runtime.auth import ApiKey
from mcp_package.runtime.credentials import MutualTls
from mcp_package.runtime.errors import ApiError, SettingsError
from mcp_package.runtime.http import ApiClient

from .conftest import Upstream


class Client(ApiClient):
    schemes = {
        "tls": MutualTls("CERT", "KEY"),
        "key": ApiKey(env="API_KEY", location="header", name="X-Key"),
    }


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A certificate for both sides, trusted by the system, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = {"CERT": str(tmp_path / "cert.pem"), "KEY": str(tmp_path / "key.pem")}
    pem = serialization.Encoding.PEM
    Path(found["CERT"]).write_bytes(certificate.public_bytes(pem))
    Path(found["KEY"]).write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", found["CERT"])
    return found


@pytest.fixture
async def api(files: dict[str, str]) -> AsyncIterator[str]:
    """An API that talks to nobody without the certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=files["CERT"])
    context.load_cert_chain(files["CERT"], files["KEY"])
    context.verify_mode = ssl.CERT_REQUIRED

    async def handle(request: web.Request) -> web.Response:
        assert request.transport is not None
        subject = request.transport.get_extra_info("peercert")["subject"]
        return web.json_response({"subject": subject[0][0][1]})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    server = TestServer(app, host="127.0.0.1", scheme="https")
    await server.start_server(ssl=context)
    yield f"https://127.0.0.1:{server.port}"
    await server.close()


async def test_the_certificate_is_shown(api: str, files: dict[str, str]) -> None:
    async with Client(base_url=api, credentials=files) as client:
        response = await client._request("GET", "/a", security=[["tls"]])
    assert response.data == {"subject": "localhost"}


async def test_without_it_there_is_no_connection(api: str) -> None:
    async with Client(base_url=api) as client:
        with pytest.raises(ApiError):
            await client._request("GET", "/a", security=[["tls"]])


@pytest.mark.parametrize("broken", [{"KEY": "/nowhere"}, {"CERT": "/nowhere"}, {"KEY": "CERT"}])
def test_files_that_do_not_fit_are_told_at_the_start(
    files: dict[str, str], broken: dict[str, str]
) -> None:
    wrong = {name: files.get(value, value) for name, value in broken.items()}
    with pytest.raises(SettingsError, match="CERT and KEY must name"):
        Client(base_url="https://api.example.com", credentials={**files, **wrong})


async def test_beside_other_credentials_it_may_be_added_on_the_way(upstream: Upstream) -> None:
    async with Client(base_url=upstream.url, credentials={"API_KEY": "k-123456"}) as client:
        await client._request("GET", "/a", security=[["tls", "key"]])
        await client._request("GET", "/a", security=[["tls"], ["key"]])
        upstream.answers = [web.Response(status=401)]
        with pytest.raises(ApiError, match="Set CERT and KEY in the environment"):
            await client._request("GET", "/a", security=[["tls"]])
    assert [seen.headers.get("x-key") for seen in upstream.seen] == ["k-123456", "k-123456", None]
