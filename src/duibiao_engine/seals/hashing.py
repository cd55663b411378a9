"""Hashing and proofs: leaf, node, root as in RFC 9162 (0x00 before a leaf, 0x01 before a node), in SHA-256 and SM3 beside it.

Part of the verifier that stands alone (`standalone`): standard library only; `cryptography` is asked for SM3 where OpenSSL has none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any


def maker(name: str) -> Callable[[], Any] | None:
    """What begins a hash; None where neither OpenSSL nor `cryptography` has it. Never pure Python."""
    try:
        hashlib.new(name)
        return lambda: hashlib.new(name)
    except ValueError:
        return _beside(name)


def _beside(name: str) -> Callable[[], Any] | None:
    try:
        from cryptography.hazmat.primitives import hashes

        class Beside:
            """The other library's hash with hashlib's words."""

            def __init__(self) -> None:
                self.held = hashes.Hash(hashes.SM3())

            def update(self, data: bytes) -> None:
                self.held.update(data)

            def digest(self) -> bytes:
                return self.held.copy().finalize()

            def hexdigest(self) -> str:
                return self.digest().hex()

        Beside()
    except Exception:  # no library, or one that has no SM3 either
        return None
    return Beside if name == "sm3" else None


#: The hashes that this machine has, SHA-256 first.
HASHES: dict[str, Callable[[], Any]] = {
    name: found for name, found in ((name, maker(name)) for name in ("sha256", "sm3")) if found is not None
}


def hashed(name: str, *parts: bytes) -> bytes:
    made = HASHES[name]()
    for part in parts:
        made.update(part)
    digest: bytes = made.digest()
    return digest


def leaf(name: str, data: bytes) -> bytes:
    return hashed(name, b"\x00", data)


def node(name: str, left: bytes, right: bytes) -> bytes:
    return hashed(name, b"\x01", left, right)


def split(size: int) -> int:
    """The largest power of two below `size`: where RFC 9162 divides a tree."""
    return 1 << (size - 1).bit_length() - 1


def root_of(name: str, leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of nothing it is the hash of nothing."""
    if not leaves:
        return hashed(name)
    row = list(leaves)
    while len(row) > 1:
        row = [node(name, *row[i : i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
    return row[0]


def canonical(record: dict[str, Any]) -> str:
    """The one form of a row: JSON, keys sorted, no spaces, no escapes that UTF-8 does not need, no NaN."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def marked(seal: dict[str, Any]) -> dict[str, str]:
    """A seal's own hash, which the next seal carries: what chains them."""
    kept = canonical({key: value for key, value in seal.items() if key not in ("mark", "mark_sm3")}).encode()
    return {"mark" if name == "sha256" else "mark_sm3": hashed(name, kept).hex() for name in HASHES}


def follows(name: str, path: Sequence[bytes], index: int, size: int, start: bytes, root: bytes) -> bool:
    """Whether an inclusion path leads from a leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, held = index, size - 1, start
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            held = node(name, step, held)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            held = node(name, held, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and held == root


def continues(name: str, path: Sequence[bytes], old: tuple[int, bytes], new: tuple[int, bytes]) -> bool:
    """Whether the tree (size, root) `new` holds all of `old`, in place and unchanged (RFC 9162, 2.1.4.2)."""
    (first, first_root), (second, second_root) = old, new
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return first == 0 and not path
    steps = ([first_root] if first & (first - 1) == 0 else []) + list(path)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, after = node(name, step, before), node(name, step, after)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = node(name, after, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and before == first_root and after == second_root


def root_by_parts(name: str, size: int, leaves: dict[int, bytes], nodes: dict[str, bytes]) -> bytes:
    """The root from some leaves and the hashes of the stretches between them (`"start-end"`). `KeyError` where one is missing."""
    places = sorted(leaves)

    def over(start: int, end: int, held: Sequence[int]) -> bytes:
        if not held:
            return nodes[f"{start}-{end}"]
        if end - start == 1:
            return leaves[start]
        middle = start + split(end - start)
        cut = next((at for at, place in enumerate(held) if place >= middle), len(held))
        return node(name, over(start, middle, held[:cut]), over(middle, end, held[cut:]))

    return over(0, size, places)
