"""A small package with its proof, as an office would send it."""

from pathlib import Path

from duibiao_engine.seals.claims import NOTHING, PROOF, PROOFS, SCRIPT
from duibiao_engine.seals.hashing import HASHES, canonical, leaf, marked
from duibiao_engine.seals.standalone import script
from duibiao_engine.seals.tree import Frontier, between
from duibiao_engine.seals.writing import Writing

MOMENT = "2026-11-26T08:00:00Z"
FILES = {
    "01 组织领导/1.1 专题研究/会议纪要（第3号）.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 9,
    "01 组织领导/1.1 专题研究/会场.jpg": b"\xff\xd8\xff" + b"photo" * 400,
    "02 依法行政/2.1 出庭应诉/统计表.xlsx": b"PK\x03\x04not a zip header of ours" * 20,
    "02 依法行政/2.1 出庭应诉/空.txt": b"",
}


def sealed(rows: list[str], before: dict[str, object] | None = None) -> dict[str, object]:
    """A seal over rows, chained to the one before."""
    seal: dict[str, object] = {"number": int(str((before or {}).get("number", 0))) + 1, "at": MOMENT, "size": len(rows)}
    for name in HASHES:
        frontier = Frontier(name)
        frontier.extend(leaf(name, row.encode()) for row in rows)
        seal[name] = frontier.root().hex()
    seal |= {"previous": (before or {}).get("mark", NOTHING), "previous_sm3": (before or {}).get("mark_sm3", NOTHING)}
    return {**seal, **marked(seal)}


def proof(rows: list[str], files: dict[int, str]) -> dict[str, object]:
    """A proof for the rows that are about files."""
    leaves = {name: [leaf(name, row.encode()) for row in rows] for name in ("sha256", "sm3")}
    nodes = {name: between(name, leaves[name], files) for name in leaves}
    return {
        "format": PROOFS,
        "seal": sealed(rows),
        "rows": [
            {"index": at, "row": rows[at], "file": path, **{name: leaves[name][at].hex() for name in leaves}}
            for at, path in sorted(files.items())
        ],
        "nodes": {key: [nodes["sha256"][key].hex(), nodes["sm3"][key].hex()] for key in nodes["sha256"]},
    }


def row_of(path: str, content: bytes) -> str:
    made = HASHES["sha256"]()
    made.update(content)
    return canonical({"kind": "material", "name": path, "sha256": made.hexdigest()})


def write(target: Path, files: dict[str, bytes] = FILES) -> Writing:
    """The package at `target`."""
    writing = Writing(target, title="青禾县 材料", moment=MOMENT, plan="one")
    rows = [canonical({"kind": "line", "id": 1}), *(row_of(path, content) for path, content in files.items())]
    rows += [canonical({"kind": "line", "id": number}) for number in range(2, 9)]
    proven = canonical(proof(rows, dict(enumerate(files, start=1)))).encode()
    for path, content in {**files, PROOF: proven, SCRIPT: script()}.items():
        writing.add(path, len(content), [content])
    writing.finish()
    return writing
