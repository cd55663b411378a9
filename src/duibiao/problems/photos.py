"""Photos of a place, before and after, and what is odd about them: told, never a reason to refuse.

Its one trick: the same content is the same blob, so a photo that was shown for another problem is found by one look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duibiao.files.models import Blob
from duibiao.organisation.models import User
from duibiao.problems.choices import Oddity, When
from duibiao.problems.models import Photo, Problem
from duibiao.problems.rules import terms
from duibiao_engine.routes import distance_m


@dataclass(frozen=True)
class Shot:
    """A photo as it came: where and when it was taken, as far as the phone said."""

    blob: Blob
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = None
    gallery: bool = False


def oddities(
    blob: Blob, problem: Problem, latitude: float | None, longitude: float | None, *, before: bool = False
) -> tuple[list[str], float | None]:
    """What is odd about a photo, and how far from the place it was taken."""
    found: list[str] = []
    away = _away(problem, latitude, longitude)
    if not before and (latitude is None or longitude is None):
        found.append(Oddity.NO_POSITION)
    elif away is not None and away > terms().near_m + (problem.site.length_m or 0 if problem.site else 0):
        found.append(Oddity.FAR)
    used = Photo.objects.filter(blob=blob)
    if (used.exclude(problem=problem) if before else used).exists():
        found.append(Oddity.SEEN)
    return [str(one) for one in found], away


def _away(problem: Problem, latitude: float | None, longitude: float | None) -> float | None:
    if None in (latitude, longitude, problem.latitude, problem.longitude):
        return None
    here, there = (latitude or 0.0, longitude or 0.0), (problem.latitude or 0.0, problem.longitude or 0.0)
    return round(distance_m(here, there), 1)


def keep(by: User, problem: Problem, when: When, shots: Sequence[Shot]) -> list[Photo]:
    """Photos of this round; the same one twice is one."""
    made = []
    for shot in shots:
        odd, away = oddities(shot.blob, problem, shot.latitude, shot.longitude)
        fields = {
            "name": shot.name[:255], "latitude": shot.latitude, "longitude": shot.longitude, "taken_at": shot.taken_at,
            "distance_m": away, "oddities": odd + ([str(Oddity.GALLERY)] if shot.gallery else []), "by": by,
        }  # fmt: skip
        made.append(
            Photo.objects.get_or_create(
                problem=problem, round=problem.round, when=when, blob=shot.blob, defaults=fields
            )[0]
        )
    return made
