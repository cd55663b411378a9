"""The table of distances in docs/explanation/near-photos.md: `python -m tests.photos.measure [SCENES]`."""

import io
import sys
from itertools import combinations

from duibiao.lib.photos import Hashes, distance, hashes_of, opened
from tests.photos.scenes import CHANGES, jpeg, scene


def hashed(content: bytes) -> Hashes:
    return hashes_of(opened(io.BytesIO(content)))


def apart(one: Hashes, other: Hashes) -> int:
    """How far two photos are, as the search sees it: the larger of across and down, the smallest over parts and mirrors."""
    pairs = [(part, other.parts[0]) for part in (*one.parts, *one.mirrored)]
    pairs += [(part, one.parts[0]) for part in (*other.parts, *other.mirrored)]
    return min(max(distance(a[0], b[0]), distance(a[1], b[1])) for a, b in pairs)


def table(scenes: int) -> dict[str, list[int]]:
    """For each change the distances of all scenes, and under `another scene` those of all pairs."""
    pictures = [scene(seed) for seed in range(scenes)]
    originals = [hashed(jpeg(one)) for one in pictures]
    found = {
        name: sorted(apart(held, hashed(jpeg(change(one)))) for held, one in zip(originals, pictures, strict=True))
        for name, change in CHANGES.items()
    }
    found["another scene"] = sorted(apart(a, b) for a, b in combinations(originals, 2))
    return found


def main() -> None:
    print("| change | median | 95 % | largest | smallest | at most 9 |\n|---|---|---|---|---|---|")
    for name, far in table(int(sys.argv[1]) if len(sys.argv) > 1 else 200).items():
        near = 100 * sum(one <= 9 for one in far) / len(far)
        print(f"| {name} | {far[len(far) // 2]} | {far[int(0.95 * len(far))]} | {far[-1]} | {far[0]} | {near:.2f} % |")


if __name__ == "__main__":
    main()
