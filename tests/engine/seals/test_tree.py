"""The tree is RFC 9162's, its proofs hold for what is there and for nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.seals.hashing import HASHES, continues, follows, leaf, root_by_parts, root_of
from duibiao_engine.seals.tree import Frontier, between, consistency, inclusion

NAMES = sorted(HASHES)
sizes = st.integers(1, 130)


def leaves(name: str, size: int) -> list[bytes]:
    return [leaf(name, f"row {number}".encode()) for number in range(size)]


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word: MTH(D[n]) = HASH(0x01 || MTH(D[0:k]) || MTH(D[k:n]))."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(hashes[:k]) + plain_root(hashes[k:])).digest()


def test_both_hashes_are_there_and_give_their_published_values() -> None:
    assert NAMES == ["sha256", "sm3"]
    made = HASHES["sm3"]()
    made.update(b"abc")
    assert made.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert root_of("sha256", []).hex() == hashlib.sha256(b"").hexdigest()
    assert leaf("sha256", b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(sizes)
def test_the_root_is_that_of_the_standard_however_it_grew(size: int) -> None:
    rows = leaves("sha256", size)
    frontier = Frontier("sha256")
    frontier.extend(rows)
    assert root_of("sha256", rows) == plain_root(rows) == frontier.root()


@pytest.mark.parametrize("name", NAMES)
@given(sizes, st.data())
def test_a_row_is_proven_and_no_other_in_its_place(name: str, size: int, data: st.DataObject) -> None:
    rows, at = leaves(name, size), data.draw(st.integers(0, size - 1))
    path, root = inclusion(name, rows, at), root_of(name, rows)
    assert follows(name, path, at, size, rows[at], root)
    assert not follows(name, path, at, size, leaf(name, b"other"), root)
    assert not follows(name, path, at, size, rows[at], leaf(name, b"other root"))
    assert not follows(name, [*path, rows[0]], at, size, rows[at], root)
    assert size == 1 or not follows(name, path, (at + 1) % size, size, rows[at], root)


@pytest.mark.parametrize("name", NAMES)
@given(sizes, st.data())
def test_a_later_root_continues_an_earlier_one_and_no_other(name: str, size: int, data: st.DataObject) -> None:
    rows, old = leaves(name, size), data.draw(st.integers(1, size))
    first, second = (old, root_of(name, rows[:old])), (size, root_of(name, rows))
    path = consistency(name, rows, old)
    assert continues(name, path, first, second)
    changed = [*rows[: old - 1], leaf(name, b"changed"), *rows[old:]]
    assert not continues(name, consistency(name, changed, old), first, (size, root_of(name, changed)))
    assert not continues(name, path, (old, leaf(name, b"x")), second)


@given(sizes, st.data())
def test_one_proof_serves_many_rows(size: int, data: st.DataObject) -> None:
    rows = leaves("sha256", size)
    chosen = data.draw(st.sets(st.integers(0, size - 1)))
    nodes, held = between("sha256", rows, chosen), {at: rows[at] for at in chosen}
    assert root_by_parts("sha256", size, held, nodes) == root_of("sha256", rows)
    for at in chosen:
        assert root_by_parts("sha256", size, {**held, at: leaf("sha256", b"other")}, nodes) != root_of("sha256", rows)
