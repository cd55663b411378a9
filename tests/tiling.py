"""A small pmtiles file (version 3) of a made-up county, written by hand: pictures in two colours, or vectors.

Written to the format's description (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), not with a library, so that what the map
reads is what any tool writes: the header, one gzipped directory of varints along the Hilbert curve, then the tiles.
"""

import gzip
import math
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator

#: Where the sites of `tests.visiting` lie, with some land around: west, south, east, north.
BOX = (112.9, 34.0, 113.1, 34.2)
ZOOMS = range(15)
#: The two colours of a chessboard of tiles: nothing else on the site has them.
RED, BLUE = (201, 35, 120), (40, 60, 220)
#: The colour of water in the flavour in which vectors are drawn.
WATER = (220, 220, 220)
PICTURES, VECTORS = 2, 1
Tile = tuple[int, int, int]


def tiles_over(box: tuple[float, ...] = BOX) -> Iterator[Tile]:
    """Every tile of every zoom over a box."""
    for zoom in ZOOMS:
        (left, top), (right, bottom) = (tile_at(*corner, zoom) for corner in ((box[0], box[3]), (box[2], box[1])))
        yield from ((zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def tile_at(east: float, north: float, zoom: int) -> tuple[int, int]:
    down = math.asinh(math.tan(math.radians(north)))
    return int((east + 180) / 360 * 2**zoom), int((1 - down / math.pi) / 2 * 2**zoom)


def number_of(tile: Tile) -> int:
    """The tile's place: all of the zooms above it, then along the Hilbert curve."""
    zoom, x, y = tile
    place, side = (4**zoom - 1) // 3, 2**zoom // 2
    while side:
        right, low = int(bool(x & side)), int(bool(y & side))
        place += side * side * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        side //= 2
    return place


def picture(colour: tuple[int, int, int], size: int = 256) -> bytes:
    """A PNG of one colour, not made small: so that a file of some of them is too long for one reading."""
    rows = (b"\0" + bytes(colour) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chessboard(tile: Tile) -> bytes:
    return picture(RED if sum(tile) % 2 else BLUE)


def lake(_tile: Tile) -> bytes:
    """A vector tile whose west half is water: one polygon of a layer of that name."""
    ring = [9, 0, 0, 26, *(_zigzag(n) for n in (2048, 0, 0, 4096, -2048, 0)), 15]
    pairs = _field(2, _packed([0, 0]))  # kind: lake
    feature = pairs + _number(3, 3) + _field(4, _packed(ring))
    value = _field(4, _field(1, b"lake"))
    layer = _number(15, 2) + _field(1, b"water") + _field(2, feature) + _field(3, b"kind") + value + _number(5, 4096)
    return gzip.compress(_field(3, layer), mtime=0)


def _zigzag(n: int) -> int:
    return 2 * n if n >= 0 else -2 * n - 1


def _varint(n: int) -> bytes:
    made = bytearray()
    while n > 127:
        made.append(n & 127 | 128)
        n >>= 7
    return bytes([*made, n])


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(_varint, numbers))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def archive(drawn: Callable[[Tile], bytes], kind: int) -> bytes:
    """The whole file; equal tiles are kept once."""
    placed = sorted((number_of(tile), drawn(tile)) for tile in tiles_over())
    content, where = bytearray(), dict[bytes, int]()
    for _place, tile in placed:
        if tile not in where:
            where[tile] = len(content)
            content += tile
    numbers = [place for place, _tile in placed]
    deltas = [one - before for before, one in zip([0, *numbers], numbers, strict=False)]
    lengths, offsets = [len(tile) for _place, tile in placed], [where[tile] + 1 for _place, tile in placed]
    directory = gzip.compress(_packed([len(placed), *deltas, *[1] * len(placed), *lengths, *offsets]), mtime=0)
    about, start = gzip.compress(b"{}", mtime=0), 127
    sections = [start, len(directory), start + len(directory), len(about), 0, 0]
    data = start + len(directory) + len(about)
    counts = [data, len(content), len(placed), len(placed), len(where)]
    reach = [round(side * 1e7) for side in BOX]
    head = b"PMTiles\x03" + struct.pack("<11Q", *sections, *counts)
    head += bytes([0, 2, 2 if kind == VECTORS else 1, kind, ZOOMS[0], ZOOMS[-1]])
    head += struct.pack("<4iB2i", *reach, 10, (reach[0] + reach[2]) // 2, (reach[1] + reach[3]) // 2)
    return head + directory + about + bytes(content)
