"""How long one photo is searched among half a million: `python -m benchmarks.near_photos [PHOTOS]`.

Made-up hashes, as random as those of real scenes are not: what is measured is the comparing, which does not depend on them.
Each photo has ten hashes (whole and nine parts), so 500,000 photos are 5,000,000 rows; 500,000 hashes are 50,000 photos.
"""

import resource
import sys
import time
from statistics import median

import numpy as np

from duibiao.cli import start_django
from duibiao.lib.photos import PARTS, Hashes

start_django()

from duibiao.truth.nearness import Index  # noqa: E402  (models need a site that was started)


def filled(photos: int) -> Index:
    dice, index = np.random.default_rng(2026), Index()
    count = photos * len(PARTS)
    numbers = dice.integers(0, 2**64, (2, count), np.uint64, endpoint=False)
    index.add(np.repeat(np.arange(photos), len(PARTS)), np.tile(np.arange(len(PARTS)), photos), *numbers)
    return index


def asked(index: Index, photo: int) -> Hashes:
    """The photo's own hashes with three bits changed, so that it is found; its mirror images are other numbers."""
    whole, first = index.whole, photo * (len(PARTS) - 1)
    parts = [(int(whole.across[photo]) ^ 7, int(whole.down[photo]) ^ 7)]
    parts += [
        (int(index.parts.across[first + n]) ^ 7, int(index.parts.down[first + n]) ^ 7) for n in range(len(PARTS) - 1)
    ]
    return Hashes(tuple(parts), tuple((~across, ~down) for across, down in parts))


def main() -> None:
    for photos in [int(word) for word in sys.argv[1:]] or [50_000, 500_000]:
        index, spent, worked = filled(photos), [], []
        for photo in range(0, photos, photos // 20):
            wanted, start, begun = asked(index, photo), time.perf_counter(), time.process_time()
            found = index.near(wanted)
            spent.append(1000 * (time.perf_counter() - start))
            worked.append(1000 * (time.process_time() - begun))
            assert photo in found
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{photos:>9,} photos = {photos * len(PARTS):>9,} hashes: median {median(spent):6.1f} ms, "
            f"slowest {max(spent):6.1f} ms; of the processor alone {median(worked):6.1f} and {max(worked):6.1f} ms; process {peak:,.0f} MB"
        )


if __name__ == "__main__":
    main()
