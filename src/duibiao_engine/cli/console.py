"""Writing to any console: a GBK one has no `−` and no `✓`, and must neither crash nor lose a sign.

Its one trick: an error handler of its own for the two output streams puts the nearest sign in the place of one that the
console does not have.
"""

from __future__ import annotations

import codecs
import sys

_NEAREST = {"−": "-", "–": "-", "✓": "√", "✗": "×", "◐": "◎", "▒": "▓", "░": "-", "█": "#", "·": ".", "…": "..."}


def _nearest(fault: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    wanted = fault.object[fault.start : fault.end]
    return "".join(_fitting(sign, fault.encoding) for sign in wanted), fault.end


def _fitting(sign: str, encoding: str) -> str:
    for one in (_NEAREST.get(sign, "?"), {"▒": "+", "◐": "o", "✓": "v", "✗": "x"}.get(sign, "?")):
        try:
            one.encode(encoding)
        except (UnicodeError, LookupError):
            continue
        return one
    return "?"


codecs.register_error("duibiao", _nearest)


def make_safe() -> None:
    """No character can stop the program from speaking."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="duibiao")
