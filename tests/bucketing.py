"""A small S3 server for tests: real HTTP, signatures and payload hashes checked as S3 does, and faults when asked for.

What speaks to it is the site's own client library, which was written for S3 and not for this. `python -m tests.bucketing` serves until
its input ends, for benchmarks and for commands that are killed.
"""

import hashlib
import hmac
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

KEY, SECRET, BUCKET = "county", "a secret that no log may show", "evidence"
_AUTH = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)"
)
_WHEN = "Thu, 26 Nov 2026 08:00:00 GMT"


@dataclass
class Asked:
    """One request, as a fault looks at it."""

    method: str
    key: str
    number: int


@dataclass
class Bucket:
    """What is in it, what was asked of it, and what is to go wrong: a fault says `gone`, `cut`, `busy` or nothing."""

    objects: dict[str, bytes] = field(default_factory=dict)
    growing: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    fault: Callable[[Asked], str] = lambda asked: ""
    page: int = 3
    conditions: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)
    address: str = ""

    def mended(self) -> None:
        """Nothing goes wrong any more, and the site tries again at once."""
        from duibiao.files.bucket import line

        self.fault, self.conditions = (lambda asked: ""), True
        line.try_again()

    def count(self, method: str, key: str = "") -> int:
        return sum(1 for one in self.asked if one.method == method and key in one.key)

    def contents(self) -> dict[str, bytes]:
        """By their names, without our own small objects."""
        found = {key.rpartition("/")[2]: content for key, content in self.objects.items()}
        return {name: content for name, content in found.items() if len(name) == 64}

    def key_of(self, sha256: str) -> str:
        return next(key for key in self.objects if key.endswith(sha256))


class Handler(BaseHTTPRequestHandler):
    """The parts of S3 that a store of contents needs."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    bucket: Bucket

    def log_message(self, *_words: object) -> None:
        """Tests are quiet."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def answer(self, status: int, content: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def refuse(self, status: int, code: str) -> None:
        self.answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def handle_any(self) -> None:
        path, self.query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        self.key = unquote(path).removeprefix(f"/{BUCKET}").lstrip("/")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.bucket.lock:
            asked = Asked(self.command, self.key, len(self.bucket.asked))
            self.bucket.asked.append(asked)
        self.broken = self.bucket.fault(asked)
        if self.broken == "gone":
            self.close_connection = True
            return
        if self.broken == "busy":
            self.refuse(503, "SlowDown")
            return
        if wrong := self.wrong(path, body):
            self.refuse(403, wrong)
            return
        with self.bucket.lock:
            getattr(self, f"on_{self.command.lower()}")(body)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = handle_any

    def wrong(self, path: str, body: bytes) -> str:
        """What S3 would refuse of the signature, or of the bytes that it was made over."""
        match = _AUTH.fullmatch(self.headers.get("Authorization", ""))
        if not match or match[1] != KEY:
            return "InvalidAccessKeyId"
        _key, day, region, names, signature = match.groups()
        said = self.headers["x-amz-content-sha256"]
        if said != "UNSIGNED-PAYLOAD" and said != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        query = "&".join(sorted(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in self.query.items()))
        lines = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in names.split(";"))
        request = "\n".join([self.command, path, query, lines, names, said])
        scope = f"{day}/{region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, _sha256(request)])
        key = f"AWS4{SECRET}".encode()
        for part in (day, region, "s3", "aws4_request", text):
            key = hmac.digest(key, part.encode(), "sha256")
        return "" if hmac.compare_digest(key.hex(), signature) else "SignatureDoesNotMatch"

    def on_head(self, _body: bytes) -> None:
        held = self.bucket.objects.get(self.key)
        if held is None:
            self.answer(404)
            return
        self.answer(200, length=len(held), ETag=_tag(held), Last_Modified=_WHEN)

    def on_get(self, _body: bytes) -> None:
        if "list-type" in self.query:
            self.list_them()
            return
        held = self.bucket.objects.get(self.key)
        if held is None:
            self.refuse(404, "NoSuchKey")
            return
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        start, end = (int(match[1]), min(int(match[2]) + 1, len(held))) if match else (0, len(held))
        if start >= len(held) > 0:
            self.refuse(416, "InvalidRange")
            return
        about = {"ETag": _tag(held), "Last_Modified": _WHEN}
        if match:
            about["Content_Range"] = f"bytes {start}-{end - 1}/{len(held)}"
        part = held[start:end]
        if self.broken == "cut":
            self.close_connection = True
            self.answer(206 if match else 200, part[: len(part) // 2], length=len(part), **about)
            return
        self.answer(206 if match else 200, part, **about)

    def list_them(self) -> None:
        """A page of the list, and where the next begins."""
        names = sorted(key for key in self.bucket.objects if key.startswith(self.query.get("prefix", "")))
        names = [name for name in names if name > self.query.get("continuation-token", "")]
        page, more = names[: self.bucket.page], len(names) > self.bucket.page
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-11-26T08:00:00.000Z</LastModified>"
            f"<ETag>{escape(_tag(self.bucket.objects[name]))}</ETag><Size>{len(self.bucket.objects[name])}</Size></Contents>"
            for name in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        flag = str(more).lower()
        self.answer(
            200, f"<ListBucketResult><IsTruncated>{flag}</IsTruncated>{token}{rows}</ListBucketResult>".encode()
        )

    def on_put(self, body: bytes) -> None:
        if "partNumber" in self.query:
            if (parts := self.bucket.growing.get(self.query["uploadId"])) is None:
                self.refuse(404, "NoSuchUpload")
                return
            parts[int(self.query["partNumber"])] = body
            self.answer(200, ETag=_tag(body))
            return
        if self.headers.get("If-None-Match") == "*":
            if not self.bucket.conditions:
                self.refuse(501, "NotImplemented")
                return
            if self.key in self.bucket.objects:
                self.refuse(412, "PreconditionFailed")
                return
        self.bucket.objects[self.key] = body
        self.answer(200, ETag=_tag(body))

    def on_post(self, _body: bytes) -> None:
        if "uploads" in self.query:
            name = f"upload{len(self.bucket.asked)}"
            self.bucket.growing[name] = {}
            said = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
            self.answer(200, said.encode())
            return
        parts = self.bucket.growing.pop(self.query["uploadId"])
        self.bucket.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
        said = f"<CompleteMultipartUploadResult><ETag>{escape(_tag(b''))}</ETag></CompleteMultipartUploadResult>"
        self.answer(200, said.encode())

    def on_delete(self, _body: bytes) -> None:
        if "uploadId" in self.query:
            self.bucket.growing.pop(self.query["uploadId"], None)
        else:
            self.bucket.objects.pop(self.key, None)
        self.answer(204)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


@contextmanager
def served() -> Iterator[Bucket]:
    """A bucket on a port of its own, until it is left."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Handler,), {"bucket": bucket}))
    server.daemon_threads = True
    bucket.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def s3_server() -> Iterator[Bucket]:
    with served() as made:
        yield made


@pytest.fixture
def bucket(s3_server: Bucket, settings: Any) -> Bucket:
    """An empty bucket, and a site that has it and keeps nothing on its disk that need not be there."""
    settings.S3_ENDPOINT, settings.S3_BUCKET, settings.S3_PREFIX = s3_server.address, BUCKET, "青禾/files"
    settings.S3_KEEP_LOCAL = 0
    settings.S3_KEY, settings.S3_SECRET = KEY, SECRET
    emptied(s3_server)
    return s3_server


def emptied(bucket: Bucket) -> None:
    for held in (bucket.objects, bucket.growing, bucket.asked):
        held.clear()
    bucket.mended()


def main() -> None:
    with served() as bucket:
        bucket.page = 1000
        print(bucket.address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
