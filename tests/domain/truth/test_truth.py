"""What is noticed about materials is a question to a person; a forgery takes two; what is covered cannot be brought back."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from duibiao.facts.models import Fact
from duibiao.files import store
from duibiao.ledger.models import Material
from duibiao.organisation.choices import Role
from duibiao.standards.models import Measure
from duibiao.truth import nearness, queries, services
from duibiao.truth.models import Forgery, Hint
from duibiao.truth.redacting import Box
from duibiao.truth.tasks import look
from tests import ledgering, makers, scoring
from tests.cast import Cast
from tests.photos.scenes import CHANGES, jpeg, scene

NOON = timezone.make_aware(datetime(2026, 3, 5, 12))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    nearness.forget()
    yield
    nearness.forget()


def photo(
    seed: int, change: str = "", *, taken: str = "", place: tuple[float, float] | None = None, software: str = ""
) -> bytes:
    exif = Image.Exif()
    if software:
        exif[0x0131] = software
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (place[0], 0.0, 0.0), 3: "E", 4: (place[1], 0.0, 0.0)})
    return jpeg(CHANGES[change](scene(seed)) if change else scene(seed), exif=exif.tobytes())


def paper(made: datetime, words: str = "") -> bytes:
    file, document = io.BytesIO(), docx.Document()
    document.add_paragraph(words)
    document.core_properties.created = document.core_properties.modified = made
    document.save(file)
    return file.getvalue()


def give(cast: Cast, content: bytes, name: str, *, of: str = "a", **fields: Any) -> Material:
    by, unit = (cast.wang, cast.unit_a) if of == "a" else (cast.zhao, cast.unit_b)
    return ledgering.given(by, unit, None, name, content, **fields).material


def noticed() -> list[tuple[int, str, int | None]]:
    look()
    return [(one.material_id, one.kind, one.other_id) for one in Hint.objects.order_by("pk")]


@pytest.mark.parametrize(
    "change", ["recompressed", "brightened", "mirrored", "a tenth cut all round", "mirrored and cut"]
)
@pytest.mark.parametrize("first", ["original", "changed"])
def test_a_photo_used_again_is_found_however_it_was_changed(cast: Cast, change: str, first: str) -> None:
    """Whether the original or the changed one came first, the later one gets the hint."""
    contents = [photo(3), photo(3, change)]
    contents = contents if first == "original" else contents[::-1]
    give(cast, photo(4), "别处.jpg")
    earlier = give(cast, contents[0], "三月.jpg", of="b")
    assert noticed() == []
    later = give(cast, contents[1], "五月.jpg")
    assert noticed() == [(later.pk, "near", earlier.pk)]


def test_the_same_file_of_another_unit_is_noticed_and_looking_twice_notices_once(cast: Cast) -> None:
    first, second = (give(cast, paper(datetime(2026, 3, 5, tzinfo=UTC)), "总结.docx", of=of) for of in "ba")
    look()
    look()
    assert sorted(noticed()) == sorted([(first.pk, "same", second.pk), (second.pk, "same", first.pk)])


def test_a_photo_s_day_and_place_are_held_against_what_was_said(cast: Cast) -> None:
    good = give(cast, photo(1, taken="2026:03:05 09:00:00", place=(36, 118)), "一.jpg", taken_at=NOON, place="广场")
    wrong = give(cast, photo(2, taken="2025:11:05 09:00:00", place=(37, 118)), "二.jpg", taken_at=NOON, place="广场")
    assert noticed() == [(wrong.pk, "taken", None), (wrong.pk, "place", good.pk)]
    assert Hint.objects.get(kind="taken").detail == {"camera": "2025-11-05", "said": "2026-03-05"}


def test_an_editing_program_is_named(cast: Cast) -> None:
    made = give(cast, photo(1, software="Adobe Photoshop 25.0"), "一.jpg")
    give(cast, photo(2, software="MIX 3 12.5"), "二.jpg")
    assert noticed() == [(made.pk, "edited", None)]


def test_papers_made_long_after_their_day_are_noticed_and_shown_as_a_pattern_of_the_unit(cast: Cast) -> None:
    now = timezone.now().replace(microsecond=0)
    late = [give(cast, paper(now - timedelta(hours=n)), f"{n}.docx", dated_on=date(2026, 1, 5)) for n in (1, 2)]
    give(cast, paper(datetime(2026, 1, 6, tzinfo=UTC)), "早.docx", dated_on=date(2026, 1, 5))
    give(cast, paper(datetime(2026, 1, 6, tzinfo=UTC), "乙"), "乙.docx", of="b", dated_on=date(2026, 1, 5))
    assert [(material, kind) for material, kind, _other in noticed()] == [(one.pk, "backfilled") for one in late]
    [pattern] = queries.patterns()
    assert (pattern.unit, pattern.papers, pattern.late, pattern.just_before, pattern.percent) == ("SFJ", 3, 2, 2, 67)


def test_a_document_number_used_twice_is_noticed_however_it_was_typed(cast: Cast) -> None:
    first = give(cast, ledgering.pdf(), "一.pdf", of="b", document_number="青政办〔2026〕3号")
    give(cast, ledgering.pdf(), "别的.pdf", document_number="青政办〔2026〕13号")
    second = give(cast, ledgering.pdf(), "二.pdf", document_number="青政办[2026] 3号")
    found = noticed()
    assert (second.pk, "number", first.pk) in found
    assert {kind for _material, kind, _other in found} == {"number"}


def test_a_person_says_what_a_hint_is_and_it_stays(cast: Cast) -> None:
    give(cast, photo(1, software="Meitu"), "一.jpg")
    look()
    hint = Hint.objects.get()
    services.judge(cast.lin, hint, state="fine", words="只调了亮度")
    look()
    hint.refresh_from_db()
    assert (hint.state, hint.looked_by, Hint.objects.count()) == ("fine", cast.lin, 1)
    with pytest.raises(PermissionDenied):
        services.judge(cast.wang, hint, state="fine")


def test_a_forgery_is_confirmed_by_another_and_its_consequence_is_a_fact(cast: Cast) -> None:
    scoring.campaign(cast)
    material = ledgering.material(cast)
    made = services.report(cast.lin, material, words="公章与备案不符", measure=Measure.objects.get(pk="forged"))
    assert Fact.objects.count() == 0
    with pytest.raises(PermissionDenied):
        services.decide(cast.lin, made, confirm=True)
    decided = services.decide(cast.zhou, made, confirm=True, words="属实")
    assert decided.fact is not None
    fact = Fact.objects.get(pk=decided.fact)
    assert (fact.measure_id, fact.unit_id, fact.value) == ("forged", cast.unit_a.code, 1)
    with pytest.raises(services.Decided):
        services.decide(cast.zhou, made, confirm=False)


def test_the_database_itself_wants_two_and_one_case_for_each_material(cast: Cast) -> None:
    material = ledgering.material(cast)
    made = services.report(cast.lin, material, words="日期对不上")
    with pytest.raises(IntegrityError, match="forgery_confirmed_by_another"), transaction.atomic():
        Forgery.objects.filter(pk=made.pk).update(decided_by=cast.lin, state="confirmed")
    with pytest.raises(IntegrityError, match="forgery_once"), transaction.atomic():
        services.report(cast.lin, material, words="又一次")
    other = makers.account("he", Role.OFFICE)
    assert services.decide(other, made, confirm=False, words="查实无误").fact is None
    assert services.report(cast.lin, material, words="新线索").pk


def test_what_is_covered_is_gone_from_the_copy_and_the_original_stays(cast: Cast) -> None:
    content = photo(7, taken="2026:03:05 09:00:00")
    material = give(cast, content, "一.jpg")
    version = queries.newest(material)
    assert version is not None
    made = services.redact(cast.lin, version.blob, boxes=[Box(250, 250, 750, 750)])
    with store.open(made.copy) as file:
        copy = Image.open(file).convert("RGB")
        assert not copy.getexif()
    original = Image.open(io.BytesIO(content)).convert("RGB")
    inside, outside = (300, 220, 500, 380), (0, 0, 150, 100)
    assert _unlike(copy.crop(outside), original.crop(outside)) < 8
    assert _unlike(copy.crop(inside), original.crop(inside)) > 8
    again = services.redact(cast.lin, version.blob, boxes=[])
    assert again.pk == made.pk


def _unlike(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.convert("L").tobytes(), other.convert("L").tobytes(), strict=True)
    far = [abs(a - b) for a, b in pairs]
    return sum(far) / len(far)


@pytest.mark.parametrize("given", [(0, 0, 0, 0), (900, 0, 100, 1000), ("a", 0, 1, 1)])
def test_a_box_that_is_none_is_refused(given: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"empty|invalid"):
        Box.read(given)
