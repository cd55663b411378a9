"""Reports and feedback for tests: a photo that says where it was taken, a report, a paper from above."""

import io
from datetime import timedelta
from itertools import count
from typing import Any

from PIL import Image

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.participation.models import Feedback, Report
from duibiao.participation.services import feedback, residents
from tests.cast import Cast

_numbers = count(1)
CAMERA = "Secret Phone 9"


def photo(colour: int = 0) -> bytes:
    """A real JPEG whose EXIF names the camera and the moment."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0110], exif[0x0132] = CAMERA, "2026:11:20 10:11:12"
    Image.new("RGB", (48, 32), (colour, 90, 120)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def report(**fields: Any) -> Report:
    start = {"uid": f"uid{next(_numbers)}", "kind": "litter", "words": "垃圾桶满了三天", "place_words": "人民路路口"}
    return residents.hand_in(**{**start, **fields})


def paper(cast: Cast, campaign: Campaign, **fields: Any) -> Feedback:
    """A paper that came two days ago."""
    start = {
        "title": f"反馈意见{next(_numbers)}",
        "sender": "省文明委测评组",
        "received_on": today() - timedelta(days=2),
    }
    return feedback.add_feedback(cast.lin, campaign, **{**start, **fields})
