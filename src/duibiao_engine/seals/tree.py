"""Building the tree and its proofs (RFC 9162, section 2.1), from the hashes of all leaves.

Its one trick: a growing tree is carried on by its frontier, the roots of its full subtrees from left to right (one for
each binary digit 1 of the size), so a seal costs as much as what is new, not as much as the whole log.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duibiao_engine.seals.hashing import hashed, node, root_of, split


@dataclass
class Frontier:
    """A tree that only grows: how many leaves, and the roots of its full subtrees, the largest first."""

    name: str
    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """One more leaf: full pairs on the right are joined, as a carry runs through a binary number."""
        carry, full = leaf, self.size
        while full & 1:
            carry, full = node(self.name, self.roots.pop(), carry), full >> 1
        self.roots.append(carry)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The tree's root, as RFC 9162 has it: the ragged right side joined from the right."""
        if not self.roots:
            return hashed(self.name)
        held = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            held = node(self.name, left, held)
        return held


def inclusion(name: str, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path from leaf `index` to the root, the lowest first."""
    return list(reversed(list(_down(name, leaves, index))))


def _down(name: str, leaves: Sequence[bytes], index: int) -> Iterator[bytes]:
    while len(leaves) > 1:
        middle = split(len(leaves))
        left, right = leaves[:middle], leaves[middle:]
        yield root_of(name, left if index >= middle else right)
        leaves, index = (right, index - middle) if index >= middle else (left, index)


def consistency(name: str, leaves: Sequence[bytes], old: int) -> list[bytes]:
    """What shows that the tree over all leaves continues the one over the first `old`."""
    return list(_grown(name, leaves, old, whole=True)) if 0 < old < len(leaves) else []


def _grown(name: str, leaves: Sequence[bytes], old: int, *, whole: bool) -> Iterator[bytes]:
    if old == len(leaves):
        if not whole:
            yield root_of(name, leaves)
        return
    middle = split(len(leaves))
    if old <= middle:
        yield from _grown(name, leaves[:middle], old, whole=whole)
        yield root_of(name, leaves[middle:])
    else:
        yield from _grown(name, leaves[middle:], old - middle, whole=False)
        yield root_of(name, leaves[:middle])


def between(name: str, leaves: Sequence[bytes], chosen: Iterable[int]) -> dict[str, bytes]:
    """The hashes that, with the chosen leaves, give the root: one proof for many rows (`hashing.root_by_parts`)."""
    places = sorted(set(chosen))
    found: dict[str, bytes] = {}

    def over(start: int, end: int, held: list[int]) -> None:
        if not held:
            found[f"{start}-{end}"] = root_of(name, leaves[start:end])
        elif end - start > 1:
            middle = start + split(end - start)
            over(start, middle, [one for one in held if one < middle])
            over(middle, end, [one for one in held if one >= middle])

    if leaves:
        over(0, len(leaves), places)
    return found
