"""How fast a package is written and how much memory that takes: `python -m benchmarks.packing [FILES] [MB EACH]`.

With `--bucket` the files are contents of the store: once from the disk, and once when every one of them lies in an S3 bucket alone
(`tests.bucketing`, in a process of its own) and the disk may keep 64 MB. A test database is made for it.

The real making (files, forms, binders, index, proofs, verifier) over a plan of made-up files; the database's part is a plan of rows.
Peak memory is that of this process. What is extrapolated is said to be: bytes cost what bytes cost, files what files cost.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from duibiao.cli import start_django
from duibiao.lib.long_papers import LongPaper, written_heading, written_table
from duibiao_engine.seals.standalone import script
from duibiao_engine.seals.tree import between
from duibiao_engine.seals.verifier import look_at
from duibiao_engine.seals.writing import Writing, pieces_of

SHEETS = 100
#: The program, and then its own peak: what a fork reports is its parent's.
_ALONE = """import re, runpy, sys
runpy.run_module('duibiao.lib.binding', run_name='__main__')
print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)"""


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows_paper(count: int) -> bytes:
    """An index as the package has it: a table for each indicator."""
    paper = LongPaper(landscape=True)
    paper.stand_in()

    def tables() -> Iterator[str]:
        for sheet in range(SHEETS):
            yield written_heading(f"{sheet}")
            rows = (
                [str(n), "专题研究会议纪要", "青政办〔2026〕3号", "2026-03-05", "司法局", "3–7"]
                for n in range(count // SHEETS)
            )
            heads = ["序号", "材料名称", "文号", "日期", "单位", "页码"]
            yield from written_table(heads, rows, widths=(16, 92, 44, 28, 38, 25), size=10.5)

    return paper.file_with(tables())


def bound(folder: Path, photos: int) -> tuple[float, float]:
    """One binder at its largest: 40 MB of photos. Its seconds, and the peak of the process that made it."""
    place = folder / "photo.jpg"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(place, "JPEG", quality=40)
    files = [{"path": f"{n}", "place": str(place), "photo": True, "title": "会场"} for n in range(photos)]
    task = json.dumps({"target": str(folder / "binder.pdf"), "files": files})
    start = time.perf_counter()
    command = [sys.executable, "-c", _ALONE]
    done = subprocess.run(command, input=task, capture_output=True, encoding="utf-8", check=True)
    return time.perf_counter() - start, int(done.stderr) / 1024


def written(folder: Path, source: Path, files: int, size: int) -> Writing:
    """The files, before the papers."""
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    writing = Writing(folder / "package.zip", title="基准", moment=moment, plan="x")
    for number in range(files):
        with source.open("rb") as stream:
            writing.add(f"{number // 50:03d}/{number:05d}.jpg", size, pieces_of(stream))
    return writing


def put_papers(writing: Writing, files: int) -> float:
    """Index, proof of every file under a log four times as long, verifier. Seconds of the index."""
    leaves = [os.urandom(32) for _ in range(files * 4)]
    nodes = {key: [one.hex(), one.hex()] for key, one in between("sha256", leaves, range(files)).items()}
    start = time.perf_counter()
    paper = rows_paper(files)
    spent = time.perf_counter() - start
    proof = json.dumps({"rows": [{"index": n, "row": "x" * 300} for n in range(files)], "nodes": nodes}).encode()
    for path, content in (("目录.docx", paper), ("证明.json", proof), ("校验/verify.py", script())):
        writing.add(path, len(content), [content])
    return spent


def from_store(folder: Path, blobs: list[Any]) -> tuple[float, float, int]:
    """A package of contents. Seconds, processor's seconds, and the most bytes that the store held on the disk meanwhile."""
    from duibiao.files import store
    from duibiao.files.bucket.evicting import copies

    writing = Writing(folder / "package.zip", title="基准", moment=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", plan="x")
    start, busy, most = time.perf_counter(), time.process_time(), 0
    for number, blob in enumerate(blobs):
        path = f"{number // 50:03d}/{number:05d}.pdf"
        writing.add(path, blob.size, store.pieces(blob), sha256=blob.sha256)
        if number % 50 == 0:
            most = max(most, sum(one.size for one in copies()))
    spent = time.perf_counter() - start, time.process_time() - busy
    writing.finish()
    (folder / "package.zip").unlink()
    return *spent, most


def disk_and_bucket(files: int, size: int) -> None:
    """Both, in this process one after the other; the bucket is another's memory."""
    from django.conf import settings
    from django.db import connection

    from duibiao.files import store
    from duibiao.files.bucket import evicting, pushing
    from tests import bucketing
    from tests.site import databases, server_folder, template

    default = settings.DATABASES["default"]
    default["EMBEDDED_IN"] = str(server_folder())
    default.setdefault("TEST", {})["NAME"] = f"bench_{os.getpid()}"
    default["TEST"]["TEMPLATE"] = next(iter(databases(template())), None)  # what the tests have migrated
    name = connection.creation.create_test_db(verbosity=0)
    command = [sys.executable, "-m", "tests.bucketing"]
    try:
        with (
            tempfile.TemporaryDirectory() as held,
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
        ):
            settings.DATA, settings.DATA_FILES = Path(held), Path(held) / "files"
            blobs = [store.put([os.urandom(size)], name="a.pdf") for _ in range(files)]
            tell("from the disk", files * size, from_store(Path(held), blobs))
            assert server.stdout is not None
            assert server.stdin is not None
            settings.S3_KEY, settings.S3_SECRET = bucketing.KEY, bucketing.SECRET
            settings.S3_ENDPOINT, settings.S3_BUCKET = server.stdout.readline().strip(), bucketing.BUCKET
            start, busy = time.perf_counter(), time.process_time()
            pushing.push()
            tell("sent to the bucket", files * size, (time.perf_counter() - start, time.process_time() - busy, 0))
            settings.S3_KEEP_LOCAL = 0
            assert evicting.tidy().contents == files
            settings.S3_KEEP_LOCAL = 64 << 20
            tell("from the bucket alone", files * size, from_store(Path(held), blobs))
            server.stdin.close()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def tell(what: str, size: int, spent: tuple[float, float, int]) -> None:
    wall, busy, most = spent
    rates = f"{size / wall / 2**20:.0f} MB/s, {busy:.1f} s of CPU = {size / busy / 2**20:.0f} MB/s"
    print(f"{what}: {size / 2**20:,.0f} MB in {wall:.1f} s = {rates}; peak memory {peak():.0f} MB", end="")
    print(f"; the store held at most {most / 2**20:.0f} MB on the disk" if most else "")


def main() -> None:
    start_django()  # so that the process is as large as the worker that does it
    if "--bucket" in sys.argv:
        sys.argv.remove("--bucket")
        files, each = int(sys.argv[1]) if len(sys.argv) > 1 else 400, float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
        disk_and_bucket(files, int(each * 2**20))
        return
    files, each = int(sys.argv[1]) if len(sys.argv) > 1 else 5000, float(sys.argv[2]) if len(sys.argv) > 2 else 0.4
    size, before = int(each * 2**20), peak()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source"
        source.write_bytes(os.urandom(size))
        start, busy = time.perf_counter(), time.process_time()
        writing = written(folder, source, files, size)
        wrote, busy = time.perf_counter() - start, time.process_time() - busy
        memory = peak()
        papers = put_papers(writing, files)
        writing.finish()
        made = peak()
        total = (folder / "package.zip").stat().st_size
        start = time.perf_counter()
        look_at(folder / "package.zip")
        checked = time.perf_counter() - start
        parent = peak()
        binder, child = bound(folder, 20)
    rate = files * size / wrote / 2**20
    print(
        f"{files:,} files, {total / 2**20:,.0f} MB: written in {wrote:.1f} s = {rate:.0f} MB/s, {busy:.1f} s of CPU = {files * size / busy / 2**20:.0f} MB/s (SHA-256, SM3, CRC, disk)"
    )
    print(
        f"peak memory: start {before:.0f} MB, after writing {memory:.0f} MB, after index and proofs {made:.0f} MB, after checking it {parent:.0f} MB; the binder's own process {child:.0f} MB"
    )
    print(
        f"index as docx for {files:,} files {papers:.1f} s; a binder of 20 photos of 12 megapixels {binder:.1f} s; checking {checked:.1f} s"
    )
    print(
        f"20 GB at this rate (extrapolated): {20 * 1024 / rate / 60:.0f} min, memory as above: it holds names and hashes only"
    )


if __name__ == "__main__":
    main()
