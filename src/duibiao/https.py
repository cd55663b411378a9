"""HTTPS for an intranet: a county's own certificate authority, and the server's certificate that it signs.

Its one trick: the authority is limited to the site's own names and to private addresses, so whoever trusts it on a
desk does not have to trust it for anything else, even if its key were stolen.
"""

import ipaddress
import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
#: Browsers refuse certificates of more than 825 days; every start in the second half renews.
SERVER_DAYS, RENEWED_BELOW_DAYS = 820, 400
PRIVATE = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")


class Trouble(Exception):
    """Why there is no certificate, and what to do, in words."""


@dataclass(frozen=True)
class Papers:
    """Where the files lie: `authority` goes to every desk, the others stay on the server."""

    authority: Path
    authority_key: Path
    certificate: Path
    key: Path


def papers_in(folder: Path) -> Papers:
    names = ("county-ca.crt", "county-ca.key", "server.crt", "server.key")
    return Papers(*(folder / name for name in names))


def made_ready(folder: Path, names: Sequence[str]) -> Papers:
    """The papers for `names`: what is there and still good is kept, what is missing is made."""
    found = papers_in(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kept = [path.is_file() for path in (found.authority, found.authority_key)]
    if not any(kept):
        make_authority(found, names)
    elif not all(kept):
        raise Trouble(f"{folder} 里只剩县内证书机构的一半（county-ca.crt 与 county-ca.key 缺一不可），请从备份找回。")
    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    refuse_what_it_may_not_sign(authority, names, folder)
    if not is_good(found, authority, names):
        make_certificate(found, authority, names)
    return found


def names_for(host: str, asked: Iterable[str]) -> list[str]:
    """The names and addresses by which people may reach this machine."""
    own = [socket.gethostname(), "localhost", "127.0.0.1"]
    listens = own_addresses() if host in ("0.0.0.0", "::") else [host]
    return list(dict.fromkeys(name for name in (*asked, *own, *listens) if is_name(name)))


def own_addresses() -> list[str]:
    """The address from which this machine would speak to its network; asking sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("10.254.254.254", 9))
        except OSError:
            return []
        return [str(one.getsockname()[0])]


def is_name(name: str) -> bool:
    return name.isascii() and bool(name) and not name.startswith(("-", "."))


# ── making ────────────────────────────────────────────────────────────────────────────────────────


def make_authority(papers: Papers, names: Sequence[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = named(f"Duibiao 对标 {names[0]} {datetime.now(UTC):%Y-%m-%d}")
    allowed = x509.NameConstraints(permitted_subtrees=permitted(names), excluded_subtrees=None)
    made = (
        begun(name, name, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(allowed, critical=True)
        .sign(key, hashes.SHA256())
    )
    write_key(papers.authority_key, key)
    write(papers.authority, made.public_bytes(serialization.Encoding.PEM), 0o644)


def make_certificate(papers: Papers, authority: x509.Certificate, names: Sequence[str]) -> None:
    signer = serialization.load_pem_private_key(papers.authority_key.read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        begun(authority.subject, named("Duibiao 对标"), key.public_key(), SERVER_DAYS, authority.not_valid_after_utc)
        .add_extension(x509.SubjectAlternativeName([general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
        .sign(signer, hashes.SHA256())
    )
    write_key(papers.key, key)
    write(papers.certificate, made.public_bytes(serialization.Encoding.PEM), 0o644)


def begun(
    issuer: x509.Name,
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    days: int,
    never_after: datetime | None = None,
) -> x509.CertificateBuilder:
    """What every certificate has. It begins a day ago: clocks on desks are late."""
    now = datetime.now(UTC)
    until = now + timedelta(days=days)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(min(until, never_after or until))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def general(name: str) -> x509.GeneralName:
    """An address, or a name."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def permitted(names: Sequence[str]) -> list[x509.GeneralName]:
    """Private addresses, and exactly the names and public addresses that were asked for."""
    found: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(net)) for net in PRIVATE]
    for one in (general(name) for name in names):
        if isinstance(one, x509.DNSName):
            found.append(one)
        elif not in_private(one.value):
            found.append(x509.IPAddress(ipaddress.ip_network(one.value)))
    return found


def in_private(address: object) -> bool:
    return any(address in ipaddress.ip_network(net) for net in PRIVATE)


def write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write(path, key.private_bytes(*form), 0o600)


def write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all; a key is never readable by others, not even for a moment."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    part.replace(path)


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


def refuse_what_it_may_not_sign(authority: x509.Certificate, names: Sequence[str], folder: Path) -> None:
    if authority.not_valid_after_utc < datetime.now(UTC) + timedelta(days=30):
        raise Trouble(
            f"县内证书机构快到期了。请把 {folder} 改名留存，重新启动，再把新的 county-ca.crt 装到各台电脑上。"
        )
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    outside = [name for name in names if not is_allowed(general(name), allowed)]
    if outside:
        raise Trouble(
            f"县内证书机构当初没有把 {'、'.join(outside)} 算在内，签不了。请用原来的名字（--name）启动；"
            f"确要换名，把 {folder} 改名留存，重新启动，再把新的 county-ca.crt 装到各台电脑上。"
        )


def is_allowed(one: x509.GeneralName, allowed: Iterable[x509.GeneralName]) -> bool:
    """Whether a constraint covers the name or address."""
    if isinstance(one, x509.IPAddress):
        nets = (ipaddress.ip_network(str(net.value)) for net in allowed if isinstance(net, x509.IPAddress))
        return any(ipaddress.ip_address(str(one.value)) in net for net in nets)
    tail = "." + str(one.value)
    return any(tail.endswith("." + str(name.value)) for name in allowed if isinstance(name, x509.DNSName))


def is_good(papers: Papers, authority: x509.Certificate, names: Sequence[str]) -> bool:
    """The server's certificate is there, ours, for these names, belongs to its key, and lasts."""
    if not (papers.certificate.is_file() and papers.key.is_file()):
        return False
    one = x509.load_pem_x509_certificate(papers.certificate.read_bytes())
    key = serialization.load_pem_private_key(papers.key.read_bytes(), password=None)
    said = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    latest = min(datetime.now(UTC) + timedelta(days=RENEWED_BELOW_DAYS), authority.not_valid_after_utc)
    lasts = one.not_valid_after_utc >= latest
    belongs = key.public_key() == one.public_key() and signed(one, authority)
    return lasts and belongs and set(said) == {general(name) for name in names}


def signed(one: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
