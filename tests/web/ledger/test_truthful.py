"""A submitter gives their word, accepted materials are drawn and looked at again by another, a forgery is made known to all."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document as Word

from duibiao.documents.models import Document
from duibiao.ledger.models import Undertaking, Use
from duibiao.ledger.services import reviewing
from duibiao.notices.models import Notice
from duibiao.organisation.choices import Role
from duibiao.truth import spot_checks
from duibiao.truth.models import SpotItem
from duibiao.truth.services import report
from tests import ledgering, makers, scoring
from tests.cast import Cast
from tests.site import log_in


def test_nothing_is_handed_in_without_a_word_that_is_given_once(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    line = ledgering.requirement(cast, campaign)
    ledgering.given(cast.zhao, cast.unit_b, line)  # of the time before
    address = f"/unit/requirements/{line.pk}/{cast.unit_a.pk}/"
    wang = log_in(client, cast, "wang")
    assert "我承诺" in wang.get(address).content.decode()

    def sent(**more: Any) -> str:
        file = SimpleUploadedFile("纪要.pdf", ledgering.pdf())
        return wang.post(f"{address}give/", {"file": file, **more}, follow=True).content.decode()

    assert "请先勾选“我承诺”" in sent()
    assert not Use.objects.filter(unit=cast.unit_a).exists()
    assert "已交 1 份" in sent(undertake="on")
    assert "已交 1 份" in sent()  # the word stands
    assert "我承诺" not in wang.get(address).content.decode()
    assert "不伪造" in Undertaking.objects.get().words
    shown = log_in(Client(), cast, "lin").get(f"/office/campaigns/{campaign.pk}/ledger/undertakings/").content.decode()
    assert "<b>1</b> 个作了承诺" in shown
    assert "<b>1</b> 个交了材料还没有承诺" in shown


def test_a_draw_can_be_repeated_and_is_looked_at_by_another_who_makes_a_forgery_known(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    line = ledgering.requirement(cast, campaign, number=9)
    for by, unit, many in ((cast.wang, cast.unit_a, 5), (cast.zhao, cast.unit_b, 1)):
        for _number in range(many):
            use = ledgering.given(by, unit, line).use
            assert use is not None
            reviewing.accept(cast.lin, use, file=ledgering.newest(use))
    draw = f"/office/campaigns/{campaign.pk}/ledger/spot-check/"
    assert "现在有 6 份" in lin.get(draw).content.decode()
    lin.post(draw, {"title": "三季度抽查", "size": 3})
    lin.post(draw, {"title": "三季度抽查", "size": 3})  # a double click
    items = SpotItem.objects.select_related("use", "check_of").order_by("pk")
    assert len(items) == 3
    assert {item.use.unit_id for item in items} == {"SFJ", "CGZ"}  # the small unit has its one
    uses = dict(Use.objects.values_list("pk", "unit"))
    again = spot_checks.drawn(uses, items[0].check_of.seed, 3)
    assert again == [item.use_id for item in items]

    looked_at_again(lin, cast, next(one for one in items if one.use.unit_id == "SFJ"))


def looked_at_again(lin: Client, cast: Cast, item: SpotItem) -> None:
    """Not by who accepted it, and with words; then the forgery is confirmed by two and made known."""
    answer = lin.post(f"/office/spot-items/{item.pk}/", {"state": "true"}, follow=True).content.decode()
    assert "请换一个人复核" in answer
    with pytest.raises(IntegrityError, match="spot_item_by_another"), transaction.atomic():
        SpotItem.objects.filter(pk=item.pk).update(state="true", looked_by=cast.lin)
    zhou = log_in(Client(), cast, "zhou")
    assert (
        "要写明看到了什么"
        in zhou.post(f"/office/spot-items/{item.pk}/", {"state": "false"}, follow=True).content.decode()
    )
    zhou.post(f"/office/spot-items/{item.pk}/", {"state": "false", "words": "印章与备案不符"})
    shown = lin.get(f"/office/spot-checks/{item.check_of_id}/?state=false").content.decode()
    assert "不实 <b>1</b> 份" in shown
    assert "印章与备案不符" in shown

    made_known(lin, cast, item)


def made_known(lin: Client, cast: Cast, item: SpotItem) -> None:
    he = makers.account("he", Role.OFFICE)
    forged = report(he, item.use.material, words="印章与备案不符")
    page = f"/office/forgeries/{forged.pk}/"
    assert "没有起草" in lin.post(f"{page}notice/", follow=True).content.decode()
    assert not Notice.objects.filter(user=cast.wang, words__contains="虚假材料").exists()
    lin.post(f"{page}decide/", {"confirm": "yes", "words": "属实"})
    assert Notice.objects.filter(user=cast.wang, words__contains="虚假材料").count() == 1
    drafted = lin.post(f"{page}notice/", follow=True).content.decode()
    lin.post(f"{page}notice/")  # a double click
    made = Document.objects.get()
    assert "关于司法局提供虚假材料的通报" in drafted
    word = Word(io.BytesIO(lin.get(f"/office/documents/{made.pk}/paper.docx").content))
    text = "\n".join(one.text for one in word.paragraphs)
    assert "认定依据：印章与备案不符" in text
    assert "王建国" not in text  # a unit is named, never a person
