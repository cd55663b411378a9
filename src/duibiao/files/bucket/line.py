"""The line to the bucket: put, look, get, delete, list. What goes wrong comes out in our own words, and never with a key in them.

Its one trick: SHA-256 is the name, so a request is signed over the very hash that we know already: a server that speaks S3 refuses bytes
that changed on the way in, and `get` counts them again on the way out.
"""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from duibiao.files import store

#: Up to so much goes in one conditional request, held in memory meanwhile; what is larger goes in parts.
AT_ONCE = 16 << 20
#: So much is asked for at a time. A line that breaks costs no more than this.
PIECE = 8 << 20
#: After the line failed, nobody tries for so many seconds: pages would wait one after the other.
QUIET = 5.0
_NAME = re.compile(r"[0-9a-f]{64}")
_quiet_until = 0.0


def is_name(name: str) -> bool:
    """Whether it is the name of a content."""
    return _NAME.fullmatch(name) is not None


def is_set() -> bool:
    """Whether the county has a bucket."""
    return bool(settings.S3_BUCKET)


def place() -> str:
    """Which bucket it is, as the marks in the database say it."""
    host = (settings.S3_ENDPOINT or f"s3:{settings.S3_REGION}").rstrip("/")
    return f"{host}/{settings.S3_BUCKET}/{settings.S3_PREFIX.strip('/')}".rstrip("/")


@dataclass(frozen=True)
class Object:
    """What the bucket says of one content; the tag changes when somebody writes over it."""

    sha256: str
    size: int
    tag: str


@lru_cache(maxsize=1)
def _opened(endpoint: str, bucket: str, prefix: str, key: str, secret: str) -> Any:
    from obstore.store import S3Store

    if not key or not secret:
        raise store.Unreachable(_("没有设置打开对象存储的密钥（DUIBIAO_S3_KEY、DUIBIAO_S3_SECRET）"))
    asked: dict[str, Any] = {
        "conditional_put": settings.S3_CONDITIONAL or "disabled",
        "disable_tagging": True,
        "disable_bulk_delete": True,
    }
    if endpoint:
        host, _scheme, rest = endpoint.rstrip("/"), *endpoint.partition("://")[::2]
        asked["endpoint"] = f"{_scheme}://{bucket}.{rest.rstrip('/')}" if settings.S3_VIRTUAL_HOST else host
    return S3Store(
        bucket,
        prefix=prefix or None,
        region=settings.S3_REGION,
        access_key_id=key,
        secret_access_key=secret,
        virtual_hosted_style_request=settings.S3_VIRTUAL_HOST,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=5),
            "timeout": timedelta(seconds=120),
        },
        retry_config={
            "max_retries": 2,
            "retry_timeout": timedelta(seconds=10),
            "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
        },
        **asked,
    )


def _bucket() -> Any:
    """The open bucket."""
    known = (settings.S3_ENDPOINT, settings.S3_BUCKET, settings.S3_PREFIX.strip("/"))
    return _opened(*known, settings.S3_KEY, settings.S3_SECRET)


@contextmanager
def _in_words() -> Iterator[None]:
    """Raises `store.Unreachable` for whatever the line, the server or the key did. Whoever asks for one object knows what it means that it is
    not there; where nobody expects that, the bucket itself is missing."""
    global _quiet_until
    from obstore.exceptions import AlreadyExistsError, BaseError, PermissionDeniedError, UnauthenticatedError

    if time.monotonic() < _quiet_until:
        raise store.Unreachable(_("对象存储刚才没有应答"))
    try:
        yield
    except AlreadyExistsError:
        raise
    except FileNotFoundError as error:
        raise store.Unreachable(_("对象存储里没有这个桶")) from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise store.Unreachable(_("对象存储不认这个密钥，或不许做这件事")) from error
    except BaseError as error:
        _quiet_until = time.monotonic() + QUIET
        raise store.Unreachable(_("对象存储没有应答")) from error


def detail(fault: BaseException) -> str:
    """What the library said, for an administrator: its first line. It names hosts and objects, and no key."""
    return str(fault.__cause__ or "").partition("\n")[0][:300]


def try_again() -> None:
    """Whoever stands at the terminal need not wait out the quiet."""
    global _quiet_until
    _quiet_until = 0.0


def look(sha256: str) -> Object | None:
    """What the bucket says of the object; None if there is none."""
    import obstore

    with _in_words():
        try:
            said = obstore.head(_bucket(), key_of(sha256))
        except FileNotFoundError:
            return None
    return Object(sha256, int(said["size"]), str(said["e_tag"] or ""))


def key_of(sha256: str) -> str:
    """As on the disk."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def put(sha256: str, size: int, file: BinaryIO) -> bool:
    """Send a content, unless something is there: whether it was sent. Raises `store.Damaged` before anything is in the bucket, if the file is not what its name says."""
    with _in_words():
        if size <= AT_ONCE:
            return put_new(key_of(sha256), b"".join(_checked(sha256, size, file)))
        if look(sha256) is not None:
            return False
        _put_in_parts(sha256, size, file)
        return True


def put_new(key: str, content: bytes) -> bool:
    """One request, and only if nothing is there: whether it was."""
    import obstore
    from obstore.exceptions import AlreadyExistsError, GenericError

    try:
        obstore.put(_bucket(), key, content, mode="create" if settings.S3_CONDITIONAL else "overwrite")
    except AlreadyExistsError:
        return False
    except GenericError as error:
        if "NotImplemented" not in str(error):
            raise
        obstore.put(_bucket(), key, content)  # a server that knows no conditions: the same bytes under the same name
    return True


def _put_in_parts(sha256: str, size: int, file: BinaryIO) -> None:
    """Parts become an object when all are there; a file that turns out damaged at its end gives them up."""
    import obstore

    faults: list[store.Damaged] = []

    def pieces() -> Iterator[bytes]:
        try:
            yield from _checked(sha256, size, file)
        except store.Damaged as fault:
            faults.append(fault)
            raise

    try:
        obstore.put(_bucket(), key_of(sha256), pieces(), use_multipart=True, chunk_size=PIECE, max_concurrency=2)
    except Exception:
        if faults:
            raise faults[0] from None
        raise


def _checked(sha256: str, size: int, file: BinaryIO) -> Iterator[bytes]:
    """A file's pieces. The last is let out only when all of them make the content of that name."""
    counted, held, last = hashlib.sha256(), 0, b""
    while piece := file.read(store.PIECE):
        counted.update(piece)
        held += len(piece)
        if last:
            yield last
        last = piece
    if counted.hexdigest() != sha256 or held != size:
        raise store.Damaged(sha256)
    if last:
        yield last


def get(sha256: str, size: int) -> Iterator[Any]:
    """The object's bytes, so many at a time; whoever asks counts them. Raises `store.Lost` if it is not there."""
    for start in range(0, size, PIECE):
        with _in_words():
            try:
                piece = _piece(key_of(sha256), start, min(start + PIECE, size))
            except FileNotFoundError as error:
                raise store.Lost(sha256) from error
        yield piece


def _piece(key: str, start: int, end: int) -> Any:
    """A range; asked for once more if the line broke in the middle of the answer, which the library leaves to us."""
    import obstore
    from obstore.exceptions import GenericError

    try:
        return obstore.get_range(_bucket(), key, start=start, end=end)
    except GenericError as error:
        if "Interrupted" not in str(error):
            raise
        return obstore.get_range(_bucket(), key, start=start, end=end)


def is_whole(sha256: str, size: int) -> bool:
    """Whether the object is what its name says: read to its end."""
    counted = hashlib.sha256()
    for piece in get(sha256, size):
        counted.update(piece)
    return counted.hexdigest() == sha256


def delete(sha256: str) -> None:
    """Take the object away; one that is not there is as good."""
    import obstore

    with _in_words(), suppress(FileNotFoundError):
        obstore.delete(_bucket(), key_of(sha256))


def objects() -> Iterator[Object]:
    """Every content in the bucket, a page of the list at a time."""
    import obstore

    with _in_words():
        for page in obstore.list(_bucket()):
            for one in page:
                name = one["path"].rpartition("/")[2]
                if is_name(name):
                    yield Object(name, int(one["size"]), str(one["e_tag"] or ""))


def read_small(key: str) -> bytes | None:
    """A small object of our own beside the contents."""
    import obstore

    with _in_words():
        try:
            return bytes(obstore.get(_bucket(), key).bytes())
        except FileNotFoundError:
            return None


def write_small(key: str, content: bytes, *, new: bool) -> bool:
    import obstore

    with _in_words():
        if new:
            return put_new(key, content)
        obstore.put(_bucket(), key, content)
        return True
