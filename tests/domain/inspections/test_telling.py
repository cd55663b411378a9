"""Inspectors hear of their sites and see example pictures; of a mystery round a message says nothing but that there is work."""

import json
from typing import Any

import pytest
from django.test import Client

from duibiao.files import store
from duibiao.files.kinds import Refused
from duibiao.inspections import checklists, rounds
from duibiao.inspections.models import Checklist, Item
from duibiao.notices.models import Notice
from duibiao.organisation.choices import Role
from tests import makers, reporting, visiting
from tests.cast import Cast


def heard(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="inspection").order_by("pk").values_list("words", flat=True))


def test_each_inspector_hears_once_how_many_sites_are_his(cast: Cast) -> None:
    round = visiting.running(cast, sites=3)
    (words,) = heard(cast.chen)
    assert f"“{round.title}”分给您 3 个点位" in words


def test_both_hear_of_a_change_and_the_same_inspector_again_is_none(cast: Cast) -> None:
    other = makers.account("sun", Role.INSPECTOR)
    one = visiting.running(cast, sites=1).assignments.select_related("site").get()
    rounds.reassign(cast.lin, one, inspector=other)
    rounds.reassign(cast.lin, one, inspector=other)
    assert f"“{one.site}”改由您检查" in heard(other)[0]
    assert f"“{one.site}”改由别人检查" in heard(cast.chen)[1]
    assert (len(heard(other)), len(heard(cast.chen))) == (1, 2)


def test_a_message_about_a_mystery_round_names_neither_round_nor_site(cast: Cast) -> None:
    other = makers.account("sun", Role.INSPECTOR)
    round = visiting.running(cast, sites=2, kind="mystery")
    one = round.assignments.select_related("site").first()
    assert one is not None
    rounds.reassign(cast.lin, one, inspector=other)
    for words in (*heard(cast.chen), *heard(other)):
        assert round.title not in words
        assert one.site.name not in words
    assert len(heard(other)) == 1


def drafted(cast: Cast) -> Item:
    visiting.campaign(cast)
    item = checklists.draft_from(cast.lin, Checklist.objects.get()).items.first()
    assert item is not None
    return item


def test_example_pictures_are_on_the_phone_once_their_version_is_in_force_and_cleaned(
    client: Client, cast: Cast
) -> None:
    item = drafted(cast)
    checklists.set_pictures(cast.lin, item, right=("好.jpg", reporting.photo()), wrong=("坏.jpg", reporting.photo(200)))
    checklists.put_in_force(cast.lin, item.checklist_version)
    visiting.running(cast, sites=1)
    forms = json.loads(client.get(f"{visiting.base(cast)}today.json").content)["forms"]
    said = next(one for form in forms.values() for one in form["items"] if one["code"] == item.code)
    assert set(said["pictures"]) == {"right", "wrong"}
    answer = client.get(visiting.base(cast) + said["pictures"]["right"])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert reporting.CAMERA.encode() not in answer.content
    assert item.right_picture is not None
    with store.open(item.right_picture) as file:
        assert file.read() == answer.content
    assert client.get("/openrosa/nobody/" + said["pictures"]["right"]).status_code == 401


def test_what_is_no_picture_is_refused(cast: Cast) -> None:
    item = drafted(cast)
    with pytest.raises(Refused, match="不是照片"):
        checklists.set_pictures(cast.lin, item, right=("a.pdf", b"%PDF-1.4"))


def test_a_picture_can_be_taken_away_and_the_next_version_keeps_it(cast: Cast) -> None:
    item = checklists.set_pictures(cast.lin, drafted(cast), right=("好.jpg", reporting.photo()))
    checklists.put_in_force(cast.lin, item.checklist_version)
    following = checklists.draft_from(cast.lin, Checklist.objects.get()).items.get(code=item.code)
    assert following.right_picture_id == item.right_picture_id
    assert checklists.set_pictures(cast.lin, following, without=["right"]).right_picture is None
