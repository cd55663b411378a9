"""What a seal, a proof and the list of a package claim, held against what they hold. Part of the verifier that stands alone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from duibiao_engine.seals.hashing import HASHES, leaf, marked, root_by_parts, root_of

LIST, PROOF, SCRIPT = "校验/校验清单.txt", "校验/封存证明.json", "校验/verify.py"
PACKAGE, PROOFS, SEALS = "duibiao/package@1", "duibiao/proof@1", "duibiao/seals@1"
NOTHING = "0" * 64
PIECE = 1 << 20


@dataclass
class Outcome:
    """What was looked at, what is wrong with it (each names the file or row), and the roots that it stands for."""

    looked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    roots: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def take(self, words: str, **roots: str) -> None:
        self.roots.update({value: key for key, value in roots.items()})
        self.looked.append(words)

    def against(self, root: str | None, number: int | None) -> None:
        """Hold it against a root or the number of a seal that somebody got elsewhere."""
        if root and root.lower() not in self.roots:
            self.wrong.append(
                f"给出的根 {root[:12]}… 不是它的根；它不是那次封存的内容。It does not belong to this root."
            )
        elif root:
            self.looked.append(f"与给出的根一致（{self.roots[root.lower()]}）。It matches the given root.")
        if number is not None and number not in self.numbers:
            self.wrong.append(f"里面没有第 {number} 次封存。Seal {number} is not in it.")


def look_at_seal(seal: dict[str, Any], said: Outcome) -> None:
    """A seal's mark is its own hash."""
    name = f"第 {seal.get('number')} 次封存 seal {seal.get('number')}"
    wrong = [key for key, value in marked(seal).items() if seal.get(key) != value]
    if wrong:
        said.wrong.append(f"{name}：记录被改动，与自己的印记不符。The record was changed.")
    said.numbers.append(seal.get("number", 0))
    said.take(
        f"{name}：{seal.get('at')}，{seal.get('size')} 条 rows",
        **{f"{name} {key}": str(seal.get(key)) for key in ("sha256", "sm3", "mark", "mark_sm3")},
    )


def look_at_seals(seals: Sequence[dict[str, Any]], said: Outcome) -> None:
    """The chain: each number follows, each carries the mark of the one before, sizes never shrink."""
    before: dict[str, Any] = {"number": 0, "mark": NOTHING, "mark_sm3": NOTHING, "size": 0}
    for seal in seals:
        look_at_seal(seal, said)
        links = (("previous", "mark"), ("previous_sm3", "mark_sm3"))
        if seal.get("number") != before["number"] + 1:
            said.wrong.append(
                f"第 {before['number']} 次封存之后应是第 {before['number'] + 1} 次。A seal is missing or out of order."
            )
        elif (
            any(seal.get(mine) != before.get(theirs) for mine, theirs in links) or seal.get("size", 0) < before["size"]
        ):
            said.wrong.append(
                f"第 {seal['number']} 次封存接不上前一次。Seal {seal['number']} does not follow the one before."
            )
        before = seal


def look_at_proof(proof: dict[str, Any], said: Outcome, sums: dict[str, str], *, where: str) -> None:
    """Every row of a proof stands in the sealed tree; a row about a file is about exactly that file (`sums`: path → SHA-256)."""
    seal, rows = proof["seal"], proof["rows"]
    look_at_seal(seal, said)
    for place, name in enumerate(HASHES):
        leaves = {row["index"]: leaf(name, row["row"].encode()) for row in rows}
        nodes = {key: bytes.fromhex(both[place]) for key, both in proof["nodes"].items()}
        if root_by_parts(name, seal["size"], leaves, nodes).hex() == seal[name]:
            continue
        kept = [row for row in rows if bytes.fromhex(row[name]) != leaves[row["index"]]]
        for row in kept:
            said.wrong.append(f"{where}：第 {row['index']} 行被改动：{row['row'][:60]}… This row was changed.")
        if not kept:
            said.wrong.append(f"{where}：证明与封存根不符（{name}）。The proof does not lead to the root.")
    for row in rows:
        path = row.get("file")
        if path and sums.get(path, "") != json.loads(row["row"]).get("sha256"):
            said.wrong.append(f"{path}：不是封存时的那个文件。Not the file that was sealed.")
    said.take(f"封存证明：{len(rows)} 行 rows proven")


@dataclass
class Listed:
    """One file of a package, as its list names it."""

    path: str
    size: int
    sha256: str
    sm3: str


def list_text(title: str, moment: str, files: Sequence[Listed]) -> bytes:
    """The list of a package: a head, a line for each file, and the root over these lines."""
    lines = [f"# {PACKAGE} {moment} {len(files)} {title}"]
    lines += [f"{one.sha256} {one.sm3} {one.size} {one.path}" for one in files]
    roots = [root_of(name, [leaf(name, line.encode()) for line in lines]).hex() for name in ("sha256", "sm3")]
    return ("\n".join([*lines, f"root {roots[0]} {roots[1]}"]) + "\n").encode()


def read_list(text: bytes, said: Outcome) -> tuple[list[Listed], str]:
    """The files of a list and its moment; its root is computed again."""
    lines = text.decode("utf-8").split("\n")
    head, rows, last = lines[0].split(" ", 4), lines[1:-2], lines[-2].split(" ")
    if head[1] != PACKAGE or last[0] != "root" or lines[-1]:
        raise ValueError("head or root")
    files = []
    for line in rows:
        sha256, sm3, size, path = line.split(" ", 3)
        files.append(Listed(path, int(size), sha256, sm3))
    for name, kept in zip(("sha256", "sm3"), last[1:]):
        if name in HASHES and root_of(name, [leaf(name, line.encode()) for line in lines[:-2]]).hex() != kept:
            said.wrong.append(f"{LIST}：清单被改动，与自己的根不符（{name}）。The list was changed.")
    if int(head[3]) != len(files):
        said.wrong.append(f"{LIST}：少了或多了行。Lines are missing or added.")
    said.take(
        f"材料包：{len(files)} 个文件 files，{head[2]}",
        **{"材料包 package sha256": last[1], "材料包 package sm3": last[2]},
    )
    return files, head[2]


def summed(stream: BinaryIO, size: int) -> tuple[dict[str, str], int, int]:
    """Hashes, CRC and length of the next `size` bytes, read in pieces."""
    made = {name: begin() for name, begin in HASHES.items()}
    crc = got = 0
    while got < size:
        piece = stream.read(min(PIECE, size - got))
        if not piece:
            break
        for one in made.values():
            one.update(piece)
        crc, got = zlib.crc32(piece, crc), got + len(piece)
    return {name: one.hexdigest() for name, one in made.items()}, crc, got


def compare(one: Listed, sums: dict[str, str], got: int, said: Outcome) -> None:
    if got != one.size or any(sums[name] != getattr(one, name) for name in sums):
        said.wrong.append(f"{one.path}：内容被改动。Its content was changed.")
