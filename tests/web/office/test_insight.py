"""The one map and what else insight shows: true, within what one may see, at a fixed cost."""

import json
import struct
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duibiao.insight import outlines
from duibiao.insight.models import Outline
from tests import visiting
from tests.cast import Cast
from tests.site import log_in


def layers(content: bytes) -> dict[str, tuple[int, int, bytes]]:
    """What the browser reads: each layer's width, count and rows."""
    length = struct.unpack(">I", content[:4])[0]
    at, found = 4 + length, {}
    for name, width, count in json.loads(content[4 : 4 + length]):
        found[name] = (width, count, content[at : at + width * count])
        at += width * count
    assert at == len(content)
    return found
