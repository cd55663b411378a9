"""The county's own certificates: what is made, what is kept, what is refused, and a real request over TLS."""

import http.client
import os
import ssl
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from duibiao import https
from tests.browser.conftest import address_of_database, free_port

NAMES = ["duibiao.qinghe.gov", "localhost", "127.0.0.1"]


def serial(path: Path) -> int:
    return x509.load_pem_x509_certificate(path.read_bytes()).serial_number


def trusting(authority: Path) -> ssl.SSLContext:
    """What a desk does that has installed the county's authority and knows no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authority)
    return context


def handshake(context: ssl.SSLContext, papers: https.Papers, name: str) -> None:
    """A whole handshake in memory: both sides, no network."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(papers.certificate, papers.key)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    desk = context.wrap_bio(down, up, server_hostname=name)
    server = serving.wrap_bio(up, down, server_side=True)
    waiting = [desk, server, desk, server]
    for side in waiting:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


def test_a_desk_that_trusts_the_county_trusts_the_server_by_each_of_its_names(tmp_path: Path) -> None:
    papers = https.made_ready(tmp_path, NAMES)
    for name in NAMES:
        handshake(trusting(papers.authority), papers, name)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        handshake(trusting(papers.authority), papers, "elsewhere.example")


def test_another_start_keeps_what_is_there(tmp_path: Path) -> None:
    first = https.made_ready(tmp_path, NAMES)
    before = (serial(first.authority), serial(first.certificate))
    again = https.made_ready(tmp_path, NAMES)
    assert (serial(again.authority), serial(again.certificate)) == before


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    papers = https.made_ready(tmp_path, NAMES)
    assert {path.stat().st_mode & 0o777 for path in (papers.key, papers.authority_key)} == {0o600}


def test_a_lost_or_torn_server_certificate_is_made_anew_under_the_same_authority(tmp_path: Path) -> None:
    papers = https.made_ready(tmp_path, NAMES)
    before, old_key = serial(papers.authority), papers.key.read_bytes()
    papers.key.unlink()
    https.made_ready(tmp_path, NAMES)
    papers.key.write_bytes(old_key)  # a key that does not belong to the certificate, as after a torn write
    https.made_ready(tmp_path, NAMES)
    handshake(trusting(papers.authority), papers, NAMES[0])
    assert serial(papers.authority) == before


def test_a_certificate_in_its_second_half_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(https, "SERVER_DAYS", https.RENEWED_BELOW_DAYS - 1)
    old = serial(https.made_ready(tmp_path, NAMES).certificate)
    monkeypatch.undo()
    papers = https.made_ready(tmp_path, NAMES)
    assert serial(papers.certificate) != old
    one = x509.load_pem_x509_certificate(papers.certificate.read_bytes())
    assert 800 < (one.not_valid_after_utc - datetime.now(UTC)).days <= 825


def test_a_private_address_joins_under_the_same_authority(tmp_path: Path) -> None:
    before = serial(https.made_ready(tmp_path, NAMES).authority)
    papers = https.made_ready(tmp_path, [*NAMES, "10.20.0.9"])
    handshake(trusting(papers.authority), papers, "10.20.0.9")
    assert serial(papers.authority) == before


def test_a_name_that_the_authority_may_not_sign_is_refused_with_the_remedy(tmp_path: Path) -> None:
    https.made_ready(tmp_path, NAMES)
    for outside in ("www.bank.example", "8.8.8.8"):
        with pytest.raises(https.Trouble, match=f"{outside}.*--name"):
            https.made_ready(tmp_path, [*NAMES, outside])


def test_a_certificate_for_another_name_is_worth_nothing_even_if_the_authority_signed_it(tmp_path: Path) -> None:
    papers = https.made_ready(tmp_path, NAMES)
    authority = x509.load_pem_x509_certificate(papers.authority.read_bytes())
    https.make_certificate(papers, authority, ["www.bank.example"])  # what a thief of the key would do
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(trusting(papers.authority), papers, "www.bank.example")


def test_half_an_authority_is_not_silently_replaced(tmp_path: Path) -> None:
    https.made_ready(tmp_path, NAMES).authority_key.unlink()
    with pytest.raises(https.Trouble, match="备份"):
        https.made_ready(tmp_path, NAMES)


# ── the real thing ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def served(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[tuple[int, Path, str]]:
    """`duibiao serve --https` in a process of its own: its port, its authority, its first words."""
    port, said = free_port(), tmp_path / "said"
    with django_db_blocker.unblock(), said.open("w") as words:
        environment = {**os.environ, "DATABASE_URL": address_of_database(), "DUIBIAO_DATA": str(tmp_path)}
        command = [
            sys.executable,
            "-m",
            "duibiao",
            "serve",
            "--https",
            "--port",
            str(port),
            "--no-worker",
            "--workers",
            "1",
        ]
        server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=words)
        try:
            wait(port, tmp_path / "https" / "county-ca.crt", server)
            yield port, tmp_path / "https" / "county-ca.crt", said.read_text()
        finally:
            server.terminate()
            server.wait(timeout=60)


def wait(port: int, authority: Path, server: subprocess.Popen[bytes]) -> None:
    end = datetime.now(UTC).timestamp() + 60
    while datetime.now(UTC).timestamp() < end:
        assert server.poll() is None, "the server ended"
        try:
            assert ask(port, authority, "GET", "/healthz").status == 200
        except OSError:
            continue
        return
    raise AssertionError("the server does not answer")


def ask(port: int, authority: Path, method: str, path: str, **more: Any) -> http.client.HTTPResponse:
    connection = http.client.HTTPSConnection("localhost", port, context=trusting(authority), timeout=20)
    connection.request(method, path, **more)
    response = connection.getresponse()
    response.body = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


def test_the_served_site_speaks_tls_and_its_cookies_travel_by_https_alone(served: tuple[int, Path, str]) -> None:
    port, authority, said = served
    assert f"https://127.0.0.1:{port}/" in said
    assert str(authority) in said
    page = ask(port, authority, "GET", "/setup/")
    cookie = page.headers["Set-Cookie"]
    assert page.status == 200
    assert "Secure" in cookie
    token = cookie.split("=")[1].split(";")[0]
    headers = {"Cookie": cookie.split(";")[0], "Referer": f"https://localhost:{port}/setup/"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "name": ""})
    assert ask(port, authority, "POST", "/setup/", body=body, headers=headers).status == 200  # read, and found lacking
