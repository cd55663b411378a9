"""校验器：核对材料包、封存证明、封存根表，不需要网站。Checks a package, a proof or a list of roots without the site.

python verify.py [ROOT] [FILE]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from duibiao_engine.seals.claims import (
    LIST,
    PROOF,
    PROOFS,
    SEALS,
    Listed,
    Outcome,
    compare,
    look_at_proof,
    look_at_seals,
    read_list,
    summed,
)
from duibiao_engine.seals.hashing import HASHES
from duibiao_engine.seals.zip_form import central_entry, clock_of, end_of_zip, entries, local_header


@dataclass
class Package:
    """A package while it is looked at."""

    files: list[Listed]
    moment: str
    proof: dict[str, Any] | None
    sums: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, content: Callable[[str], bytes | None], said: Outcome) -> Package | None:
        text, proof = content(LIST), content(PROOF)
        try:
            files, moment = read_list(text or b"", said)
            clock_of(moment)
        except (ValueError, IndexError):
            missing = "里面没有" if text is None else "已读不出来："
            said.wrong.append(f"{missing} {LIST}。The list is missing or unreadable.")
            return None
        try:
            return cls(files, moment, json.loads(proof) if proof else None)
        except ValueError:
            said.wrong.append(f"{PROOF}：已读不出来。Unreadable.")
            return cls(files, moment, None)

    def compare(self, sizes: dict[str, int], said: Outcome) -> None:
        """Each listed file against what is there; what is there and not listed."""
        for one in self.files:
            if one.path not in sizes:
                said.wrong.append(f"{one.path}：不见了。It is missing.")
            else:
                compare(one, self.sums[one.path], sizes[one.path], said)
        listed = {one.path for one in self.files}
        said.wrong += [f"{path}：清单里没有它。It is not in the list." for path in sizes if path not in listed | {LIST}]
        if [path for path in sizes if path in listed] != [one.path for one in self.files if one.path in sizes]:
            self.reordered(list(sizes), said)
        if self.proof is not None:
            sums = {path: found["sha256"] for path, found in self.sums.items()}
            look_at_safely(lambda: look_at_proof(self.proof or {}, said, sums, where=PROOF), PROOF, said)

    def reordered(self, paths: list[str], said: Outcome) -> None:
        """Only a zip has an order; a folder's is its names'."""
        if paths != sorted(paths):
            said.wrong.append("压缩包里文件的次序被改动。The order of files in the zip was changed.")


def look_at_safely(look: Callable[[], None], where: str, said: Outcome) -> None:
    """What cannot be read as what it claims to be was changed."""
    try:
        look()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        said.wrong.append(f"{where}：已读不出来（{type(fault).__name__}）。Unreadable.")


def look_at_zip(place: Path, said: Outcome) -> Package | None:
    """A zip as it was written: contents against the list, every other byte against the form that follows from it."""
    length = place.stat().st_size
    with open(place, "rb") as stream:
        found = {path: (size, start) for path, size, start in entries(stream, length, said)}
        package = Package.read(lambda path: _piece(stream, *found[path]) if path in found else None, said)
        if package is None:
            return None
        crcs = {}
        for path, (size, start) in found.items():
            stream.seek(start)
            package.sums[path], crcs[path], _got = summed(stream, size)
        package.compare({path: size for path, (size, _start) in found.items()}, said)
        _compare_form(stream, length, package.moment, found, crcs, said)
    return package


def _piece(stream: BinaryIO, size: int, start: int) -> bytes:
    stream.seek(start)
    return stream.read(size)


def _compare_form(
    stream: BinaryIO, length: int, moment: str, found: dict[str, tuple[int, int]], crcs: dict[str, int], said: Outcome
) -> None:
    offset, directory = 0, b""
    for path, (size, start) in found.items():
        head = local_header(path, size, crcs[path], moment)
        stream.seek(offset)
        if stream.read(start - offset) != head and not any(path in words for words in said.wrong):
            said.wrong.append(f"{path}：它在压缩包里的文件头被改动。Its header in the zip was changed.")
        directory += central_entry(path, size, crcs[path], moment, offset)
        offset = start + size
    stream.seek(offset)
    if stream.read(length) != directory + end_of_zip(len(found), len(directory), offset) and not said.wrong:
        said.wrong.append("压缩包末尾的目录被改动。The directory at the end of the zip was changed.")


def look_at_folder(place: Path, said: Outcome) -> Package | None:
    """An unpacked package."""
    inside = {path.relative_to(place).as_posix(): path for path in sorted(place.rglob("*")) if path.is_file()}
    package = Package.read(lambda path: inside[path].read_bytes() if path in inside else None, said)
    if package is None:
        return None
    for path, file in inside.items():
        with open(file, "rb") as stream:
            package.sums[path], _crc, _got = summed(stream, file.stat().st_size)
    package.compare({path: file.stat().st_size for path, file in inside.items()}, said)
    return package


def look_at(place: Path) -> Outcome:
    """A package (zip or folder), a proof beside its file, or a list of seals."""
    said = Outcome()
    if place.is_dir():
        look_at_folder(place, said)
    elif place.suffix.lower() == ".json":
        look_at_safely(lambda: _look_at_json(place, said), place.name, said)
    else:
        look_at_zip(place, said)
    return said


def _look_at_json(place: Path, said: Outcome) -> None:
    document = json.loads(place.read_text(encoding="utf-8"))
    if document.get("format") == SEALS:
        return look_at_seals(document["seals"], said)
    if document.get("format") != PROOFS:
        raise ValueError("format")
    sums = {}
    for path in {row["file"] for row in document["rows"] if row.get("file")}:
        beside = place.parent / Path(path).name
        if beside.is_file():
            with open(beside, "rb") as stream:
                sums[path] = summed(stream, beside.stat().st_size)[0]["sha256"]
    return look_at_proof(document, said, sums, where=place.name)


def main() -> int:
    """`verify.py [ROOT] [FILE]`; without FILE the package that it lies in. 0: whole, 1: not, 2: cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "given", nargs="*", metavar="ROOT|FILE", help="封存根（64 位十六进制）、材料包、文件夹或证明文件"
    )
    parser.add_argument("--seal", type=int, help="应是第几次封存 number of the seal")
    asked = parser.parse_args()
    root = next((word for word in asked.given if is_root(word)), None)
    place = next((Path(word) for word in asked.given if not is_root(word)), Path(__file__).resolve().parent.parent)
    if "sm3" not in HASHES:
        print("! 本机的 OpenSSL 没有 SM3，只核对 SHA-256。No SM3 on this machine: SHA-256 alone is checked.")
    try:
        said = look_at(place)
    except OSError as fault:
        print(f"✗ 读不了 {place}：{fault.strerror}。Cannot read.")
        return 2
    said.against(root, asked.seal)
    print("\n".join(report(said)))
    return 1 if said.wrong else 0


def is_root(word: str) -> bool:
    return re.fullmatch("[0-9a-fA-F]{64}", word) is not None


def report(said: Outcome) -> list[str]:
    """What is said, line by line; the verdict last."""
    lines = [f"· {words}" for words in said.looked] + [f"  {name}: {root}" for root, name in said.roots.items()]
    lines += [f"✗ {words}" for words in said.wrong]
    verdict = (
        f"✗ 发现 {len(said.wrong)} 处不符。{len(said.wrong)} found."
        if said.wrong
        else "✓ 完好，没有被改动。Whole and unchanged."
    )
    return [*lines, verdict]


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(main())
