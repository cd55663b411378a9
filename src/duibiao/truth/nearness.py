"""Which photos are near-same: half a million hashes in memory, compared bit by bit.

Its one trick: one array of 64-bit numbers, one `xor` and one `bitwise_count` over all of it. What is new since the last search is
read by its number, so a worker's array is never rebuilt. docs/explanation/near-photos.md has the figures.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from duibiao.lib.photos import NEAR, Hash, Hashes
from duibiao.truth.models import PhotoHash

#: Hashes that are compared at once: half a megabyte.
BLOCK = 1 << 16
Numbers = np.ndarray[Any, np.dtype[np.uint64]]


def _unsigned(numbers: Any) -> Numbers:
    return np.asarray(numbers, dtype=np.int64).view(np.uint64)


@dataclass
class Hashed:
    """Rows of hashes, side by side."""

    blobs: Any = field(default_factory=lambda: np.empty(0, np.int64))
    across: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))
    down: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))

    def add(self, blobs: Any, across: Numbers, down: Numbers) -> None:
        self.blobs = np.concatenate([self.blobs, blobs])
        self.across, self.down = np.concatenate([self.across, across]), np.concatenate([self.down, down])

    def search(self, asked: Hash, most: int, found: dict[int, int]) -> None:
        """In blocks that stay in the processor's own memory."""
        across, down = (np.uint64(number & (1 << 64) - 1) for number in asked)
        for start in range(0, len(self.across), BLOCK):
            far = np.bitwise_count(self.across[start : start + BLOCK] ^ across)
            for at in np.flatnonzero(far <= most):
                other = int(self.down[start + at] ^ down).bit_count()
                if other <= most:
                    blob = int(self.blobs[start + at])
                    found[blob] = min(found.get(blob, 64), max(int(far[at]), other))


@dataclass
class Index:
    """All hashes up to row `last`: those of whole photos, and those of their parts."""

    last: int = 0
    whole: Hashed = field(default_factory=Hashed)
    parts: Hashed = field(default_factory=Hashed)

    def refresh(self) -> None:
        """Read what has come since."""
        rows = PhotoHash.objects.filter(pk__gt=self.last).order_by("pk")
        new = np.array(list(rows.values_list("pk", "blob_id", "variant", "across", "down")), np.int64).reshape(-1, 5)
        if len(new):
            self.add(new[:, 1], new[:, 2], _unsigned(new[:, 3].copy()), _unsigned(new[:, 4].copy()))
            self.last = int(new[-1, 0])

    def add(self, blobs: Any, variants: Any, across: Numbers, down: Numbers) -> None:
        for held, chosen in ((self.whole, variants == 0), (self.parts, variants != 0)):
            held.add(blobs[chosen], across[chosen], down[chosen])

    def near(self, asked: Hashes, most: int = NEAR) -> dict[int, int]:
        """Photos (by blob) within `most` bits, and how far each is: whole against all parts, and its parts against wholes."""
        found: dict[int, int] = {}
        for one in (*asked.parts, *asked.mirrored):
            self.whole.search(one, most, found)
        for one in (asked.parts[0], asked.mirrored[0]):
            self.parts.search(one, most, found)
        return found


_INDEX = Index()


def near(asked: Hashes) -> dict[int, int]:
    """Search this process's index, brought up to date first."""
    _INDEX.refresh()
    return _INDEX.near(asked)


def forget() -> None:
    """Begin anew: for tests, whose rows are rolled back."""
    _INDEX.__init__()  # type: ignore[misc]
