"""What phones hand in arrives once, whole, and counts: every line of the table of answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from duibiao.facts.models import Fact, Liability
from duibiao.files import store
from duibiao.inspections import checklists, rounds
from duibiao.inspections.collectors import collector_for, collector_of, revoke, token_of
from duibiao.inspections.models import Assignment, Attachment, Checklist, Observation, Submission, Visit
from duibiao.inspections.receiving import File, Refused
from duibiao.scores.models import Total
from duibiao.scores.visits import close_round, count_anyway, receive
from tests import makers, visiting
from tests.cast import Cast


def file(name: str, words: bytes = b"one") -> File:
    return File(name, "image/jpeg", [visiting.photo(words)])


def key(cast: Cast, who: str = "chen") -> object:
    return collector_for(cast.of(who), visiting.campaign(cast))


def first(cast: Cast, **fields: object) -> Assignment:
    made = visiting.running(cast, **fields)  # type: ignore[arg-type]
    found = made.assignments.select_related("round__campaign", "site").first()
    assert found is not None
    return found


def send(cast: Cast, xml: bytes, *files: File, who: str = "chen") -> object:
    return receive(collector_for(cast.of(who), visiting.campaign(cast)), xml=xml, files=files)


def test_a_visit_makes_facts_with_those_who_answer_for_them_and_moves_the_score(cast: Cast) -> None:
    one = first(cast)
    given = visiting.answers(
        clean={"outcome": "fault", "note": "垃圾未清"}, parking={"value": 3}, sign={"outcome": "fault"}
    )
    received = send(cast, visiting.xml(one, given))
    assert (received.status, received.missing) == (201, ())
    facts = {fact.measure.name: fact for fact in Fact.objects.select_related("measure")}
    assert {name: fact.value for name, fact in facts.items()} == {"整洁": 0, "乱停车": 3, "点位得分": 0.8, "亮灯率": 20}
    assert {fact.unit_id for fact in facts.values()} == {"CGZ"}
    assert {fact.source for fact in facts.values()} == {"visit"}
    liable = set(Liability.objects.filter(fact=facts["整洁"]).values_list("unit", flat=True))
    assert liable == {"CGZ", "SFJ"}  # the area, and the department that answers for this matter
    assert set(Liability.objects.filter(fact=facts["乱停车"]).values_list("unit", flat=True)) == {"CGZ"}
    lost = dict(Observation.objects.values_list("item__code", "points_lost"))
    assert lost == {"clean": 1, "parking": 1.5, "lamps": 0, "kerb": 0, "sign": 0.2}
    one.refresh_from_db()
    assert one.state == "visited"
    assert Visit.objects.get().distance_m is not None
    assert Total.objects.filter(unit="CGZ").exists()


def test_the_same_again_is_202_and_changes_nothing(cast: Cast) -> None:
    xml = visiting.xml(first(cast))
    assert [send(cast, xml).status for _ in range(3)] == [201, 202, 202]
    assert (Submission.objects.count(), Visit.objects.count(), Fact.objects.count()) == (1, 1, 4)


def test_changed_content_under_a_known_id_is_refused(cast: Cast) -> None:
    one = first(cast)
    send(cast, visiting.xml(one, instance="uuid:a"))
    with pytest.raises(Refused) as refused:
        send(cast, visiting.xml(one, visiting.answers(parking={"value": 9}), instance="uuid:a"))
    assert (refused.value.status, refused.value.code) == (409, "409.1")


def test_it_counts_when_the_last_photo_is_here_and_not_before(cast: Cast) -> None:
    one = first(cast)
    given = visiting.answers(clean={"outcome": "fault", "photo1": "门前 垃圾①.jpg", "photo2": "b.jpg"})
    xml = visiting.xml(one, given)
    received = send(cast, xml)
    assert (received.status, received.missing) == (201, ["门前 垃圾①.jpg", "b.jpg"])
    assert not Visit.objects.exists()
    assert send(cast, xml, file("门前 垃圾①.jpg")).missing == ["b.jpg"]
    assert send(cast, xml, file("b.jpg", b"two"), file("not-asked.jpg")).status == 201
    assert send(cast, xml, file("b.jpg", b"two")).status == 202
    photos = Observation.objects.get(item__code="clean").photos.order_by("name")
    assert [one.name for one in photos] == ["b.jpg", "门前 垃圾①.jpg"]
    with store.open(photos[1].blob) as kept:
        assert kept.read() == visiting.photo()
    assert Fact.objects.count() == 4


def test_another_content_under_a_files_name_is_kept_beside_the_first(cast: Cast) -> None:
    xml = visiting.xml(first(cast), visiting.answers(clean={"outcome": "fault", "photo1": "a.jpg"}))
    send(cast, xml, file("a.jpg"))
    assert send(cast, xml, file("a.jpg", b"other")).status == 201
    assert list(Attachment.objects.values_list("later", flat=True)) == [False, True]


def test_a_phone_that_is_lost_with_its_photos_does_not_take_the_visit_along(cast: Cast) -> None:
    send(cast, visiting.xml(first(cast), visiting.answers(clean={"outcome": "fault", "photo1": "a.jpg"})))
    for _ in range(2):
        count_anyway(cast.lin, Submission.objects.get())
    assert (Visit.objects.count(), Fact.objects.count()) == (1, 4)


def test_a_correction_supersedes_the_facts_and_only_the_newest_is_corrected(cast: Cast) -> None:
    one = first(cast)
    send(cast, visiting.xml(one, instance="uuid:1"))
    send(
        cast,
        visiting.xml(
            one,
            visiting.answers(parking={"value": 2}, lamps={"outcome": "n_a"}),
            instance="uuid:2",
            deprecated="uuid:1",
        ),
    )
    parking = Fact.objects.get(measure__name="乱停车", superseded_by=None)
    assert (parking.value, parking.supersedes is not None) == (2, True)
    assert Fact.objects.get(measure__name="亮灯率", superseded_by=None).grade == "n/a"
    for instance, deprecated, code in (("uuid:3", "uuid:1", "409.9"), ("uuid:4", "uuid:none", "404.5")):
        with pytest.raises(Refused) as refused:
            send(cast, visiting.xml(one, instance=instance, deprecated=deprecated))
        assert refused.value.code == code
    assert Visit.objects.filter(corrected_by=None).count() == 1


def test_what_cannot_be_taken_is_refused_in_words(cast: Cast) -> None:
    one, other = first(cast), visiting.running(cast)
    done = rounds.close_round(cast.lin, other, version=other.version)
    held = visiting.xml(one, instance="uuid:gone")
    send(cast, held)
    Submission.objects.update(deleted_at=timezone.now())
    left = done.assignments.select_related("round__campaign").first()
    assert left is not None
    cases = (
        (held, 409, "409.18"),
        (visiting.xml(left), 409, "409.2"),
        (visiting.xml(one, version=7), 404, "404.6"),
        (visiting.xml(one, form="nothing"), 404, "404.1"),
        (visiting.xml(one, assignment="x"), 404, "404.2"),
        (
            visiting.xml(one)
            .replace(b"<orx:instanceID>", b"<orx:other>")
            .replace(b"</orx:instanceID>", b"</orx:other>"),
            400,
            "400.2",
        ),
        (b"<data id='", 400, "400.1"),
        (visiting.xml(one, visiting.answers(clean={"outcome": "good", "note": "\x0b"})), 400, "400.1"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400, "400.1"),
    )
    for xml, status, code in cases:
        with pytest.raises(Refused) as refused:
            send(cast, xml)
        assert (refused.value.status, refused.value.code) == (status, code), xml
        assert any(letter > "一" for letter in refused.value.words)


def test_a_full_disk_loses_nothing_that_was_there(cast: Cast, settings: object) -> None:
    xml = visiting.xml(first(cast), visiting.answers(clean={"outcome": "fault", "photo1": "a.jpg"}))
    settings.FILES_RESERVE = 10**18  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        send(cast, xml, file("a.jpg"))
    assert refused.value.status == 507
    settings.FILES_RESERVE = 0  # type: ignore[attr-defined]
    assert send(cast, xml, file("a.jpg")).missing == ()


def test_what_is_odd_is_remarked_on_and_never_stops_a_visit(cast: Cast) -> None:
    made = visiting.running(cast, sites=7)
    todo = list(made.assignments.select_related("round__campaign", "site"))
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    gallery = visiting.answers(clean={"outcome": "fault", "photo1": "a.jpg", "photo1_about": {"source": "gallery"}})
    cases = (
        (visiting.xml(todo[0], position=""), "no_position"),
        (visiting.xml(todo[1], position="34.13 113.001 0 8"), "far"),
        (visiting.xml(todo[2], phone_about='{"mocked": true}'), "mocked"),
        (visiting.xml(todo[3], ended_at=ahead, phone_about='{"skew_s": 86400}'), "clock"),
        (visiting.xml(todo[4], gallery), "gallery"),
        (visiting.xml(todo[5], started_at=ahead, ended_at=timezone.now().isoformat()), "clock"),
    )
    for xml, odd in cases:
        send(cast, xml, file("a.jpg"))
        assert odd in Visit.objects.latest("pk").warnings
    right = Visit.objects.get(assignment=todo[3])
    assert abs(right.at - right.recorded_at) < timedelta(minutes=1)  # the clock's day is taken off
    assert Visit.objects.filter(counts=True).count() == 6


def test_a_form_that_was_retired_yesterday_still_counts(cast: Cast) -> None:
    one = first(cast)
    checklists.put_in_force(cast.lin, checklists.draft_from(cast.lin, Checklist.objects.get()))
    send(cast, visiting.xml(one))
    assert "old_form" in Visit.objects.get().warnings


def test_of_two_inspectors_at_one_site_the_first_counts(cast: Cast) -> None:
    other = makers.account("deng", "inspector")
    one = first(cast, inspectors=[cast.chen, other])
    rounds.reassign(cast.lin, one, inspector=other)
    send(cast, visiting.xml(one))  # chen was there before he heard of it
    receive(collector_for(other, visiting.campaign(cast)), xml=visiting.xml(one))
    seen = list(Visit.objects.order_by("pk").values_list("counts", "warnings"))
    assert [counts for counts, _odd in seen] == [True, False]
    assert "reassigned" in seen[0][1]
    assert "two_at_one" in seen[1][1]
    assert Fact.objects.count() == 4


def test_a_second_pair_of_eyes_posts_no_facts(cast: Cast) -> None:
    one = first(cast)
    Assignment.objects.filter(pk=one.pk).update(second=True)
    send(cast, visiting.xml(one))
    assert (Visit.objects.count(), Fact.objects.count()) == (1, 0)


def test_a_mystery_rounds_findings_wait_until_it_is_done(cast: Cast) -> None:
    one = first(cast, kind="mystery")
    send(cast, visiting.xml(one))
    assert Fact.objects.count() == 0
    one.round.refresh_from_db()
    close_round(cast.lin, one.round, version=one.round.version)
    assert Fact.objects.count() == 4
    assert Visit.objects.get().posted_at is not None


def test_a_key_opens_for_its_owner_until_it_is_taken_back(cast: Cast) -> None:
    held = collector_for(cast.chen, visiting.campaign(cast))
    token = token_of(held)
    assert token == token.lower()
    assert collector_of(token) == held
    assert collector_of(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert collector_of("zz-1") is None
    revoke(cast.lin, held)
    assert collector_of(token) is None
    assert token_of(collector_for(cast.chen, visiting.campaign(cast))) != token
