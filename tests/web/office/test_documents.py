"""A scheme is published, explained, read, asked about and replaced; a superior's paper is carried out and forwarded."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word

from duibiao.asks.models import Ask
from duibiao.documents.models import Attendance, Document, Reader
from duibiao.documents.services import keeping, sending
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from tests import documenting, dutying
from tests.cast import Cast
from tests.site import log_in


def _pdf(name: str = "方案.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, documenting.PDF, content_type="application/pdf")


def test_a_scheme_is_published_explained_read_asked_about_and_trained_on(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    day = today().isoformat()
    sent = {
        "origin": "own", "kind": "scheme", "title": "争创示范县实施方案", "number": "青法治办〔2026〕7号", "issuer": "青禾县委依法治县办",
        "issued_on": day, "campaign": campaign.pk, "indicators": "9.9", "file": _pdf(),
    }  # fmt: skip
    assert "没有指标：9.9" in lin.post(reverse("office:add_document"), sent).content.decode()
    lin.post(reverse("office:add_document"), {**sent, "indicators": "1.1、1.2", "file": _pdf()})
    made = Document.objects.get()
    assert made.indicators == ["1.1", "1.2"]
    twice = lin.post(reverse("office:add_document"), {**sent, "indicators": "", "file": _pdf()}).content.decode()
    assert "已有相同的" in twice  # the same number of the same issuer
    beside = f"{reverse('office:add_document')}?beside={made.pk}"
    assert "《争创示范县实施方案》解读" in lin.get(beside).content.decode()
    lin.post(beside, {"origin": "own", "kind": "explanation", "title": "一图读懂", "issuer": "创建办", "issued_on": day, "beside": made.pk, "words": "三步走"})  # fmt: skip
    send = reverse("office:send_document", args=[made.pk])
    assert "请选发给谁" in lin.post(send, {"due_on": day}).content.decode()
    assert "最早" in lin.post(send, {"everybody": "on", "due_on": day}).content.decode()  # too little time, no reason
    lin.post(send, {"everybody": "on", "due_on": dutying.workday().isoformat()})
    lin.post(send, {"everybody": "on", "due_on": dutying.workday().isoformat()})  # a double click
    assert Reader.objects.filter(document=made).count() == Ask.objects.filter(title__startswith="阅知").count() == 2
    read_and_asked_about(lin, cast, made)


def read_and_asked_about(lin: Client, cast: Cast, made: Document) -> None:
    wang, page = log_in(Client(), cast, "wang"), reverse("unit:document", args=[made.pk])
    assert "还有 <b>1</b> 份文件等本单位确认阅知" in wang.get(reverse("unit:documents")).content.decode()
    assert "阅知：争创示范县实施方案" in wang.get(reverse("unit:home")).content.decode()
    said = wang.get(page).content.decode()
    assert "一图读懂" in said
    wang.post(reverse("unit:read_document", args=[made.pk]))
    assert "本单位已确认阅知" in wang.get(page).content.decode()
    assert Ask.objects.get(unit=cast.unit_a).state == "done"
    wang.post(reverse("unit:ask_about_document", args=[made.pk]), {"words": "乡镇算不算"})
    question = made.questions.get()
    lin.post(reverse("office:answer_document_question", args=[question.pk]), {"words": "算，按属地。", "for_all": "on"})
    zhao = log_in(Client(), cast, "zhao")
    assert "算，按属地。" in zhao.get(page).content.decode()
    assert Notice.objects.filter(user=cast.wang, words__contains="已经答复").count() == 1
    trained_on(lin, wang, cast, made)


def trained_on(lin: Client, wang: Client, cast: Cast, made: Document) -> None:
    lin.post(
        reverse("office:hold_training", args=[made.pk]),
        {"title": "方案解读", "held_on": today().isoformat(), "place": "党校"},
    )
    training = made.trainings.get()
    sign = reverse("unit:sign_in_training", args=[training.pk])
    assert "签到码不对" in wang.post(sign, {"code": "000000", "people": 2}, follow=True).content.decode()
    wang.post(sign, {"code": training.code, "people": 2})
    shown = lin.get(reverse("office:training", args=[training.pk])).content.decode()
    assert training.code in shown
    assert "没有签到的" in shown
    assert "城关镇" in shown
    lin.post(reverse("office:write_down_attendance", args=[training.pk]), {"unit": cast.unit_b.pk, "people": 1})
    assert set(Attendance.objects.values_list("unit", "by_hand")) == {(cast.unit_a.pk, False), (cast.unit_b.pk, True)}


def test_a_new_version_asks_for_reading_again_and_a_replacement_ends_the_old(lin: Client, cast: Cast) -> None:
    made = documenting.sent(cast, origin="own", title="计分办法")
    sending.read(cast.wang, made)
    version = reverse("office:add_document_version", args=[made.pk])
    assert "改了什么" in lin.post(version, {"file": _pdf("第二版.pdf")}).content.decode()
    lin.post(version, {"file": _pdf("第二版.pdf"), "words": "第三条改为 5 分"})
    shown = lin.get(reverse("office:document_readers", args=[made.pk])).content.decode()
    assert "有新版，没重新确认" in shown
    wang = log_in(Client(), cast, "wang")
    page = wang.get(reverse("unit:document", args=[made.pk])).content.decode()
    assert "有了新版" in page
    assert "第三条改为 5 分" in page
    assert "方案.pdf" in page  # the older version stays
    before = Notice.objects.filter(user=cast.wang).count()
    lin.post(reverse("office:remind_readers", args=[made.pk]))
    lin.post(reverse("office:remind_readers", args=[made.pk]))
    assert Notice.objects.filter(user=cast.wang).count() == before + 1  # once a day

    newer = documenting.kept(cast, origin="own", title="新计分办法")
    end = reverse("office:end_document", args=[made.pk])
    assert "废止要写依据" in lin.post(end, {"on": today().isoformat()}).content.decode()
    lin.post(end, {"on": today().isoformat(), "replaced_by": newer.pk})
    assert "被替代" in wang.get(reverse("unit:documents")).content.decode()
    held = lin.get(f"{reverse('office:documents')}?effect=replaced").content.decode()
    assert reverse("office:document", args=[made.pk]) in held
    assert reverse("office:document", args=[newer.pk]) not in held
    circle = lin.post(
        reverse("office:end_document", args=[newer.pk]), {"on": today().isoformat(), "replaced_by": made.pk}
    )
    assert "绕成了一圈" in circle.content.decode()
    lin.post(reverse("office:restore_document", args=[made.pk]))
    assert "被替代" not in wang.get(reverse("unit:document", args=[made.pk])).content.decode()
    coming = documenting.kept(cast, effective_on=today() + timedelta(days=9))
    assert coming.title in lin.get(f"{reverse('office:documents')}?effect=coming").content.decode()


def test_a_superiors_paper_is_carried_out_and_forwarded_under_the_own_number(lin: Client, cast: Cast) -> None:
    keeping.add(
        cast.lin, origin="own", kind="notice", title="旧通知", issuer="青禾县创建办", number=f"青创办〔{today().year}〕8号",
        issued_on=today(), words="要点",
    )  # fmt: skip
    above = documenting.kept(cast, title="年度考核方案", number="潍法治办〔2026〕3号")
    add = reverse("office:add_document_matter", args=[above.pk])
    day = dutying.workday().isoformat()
    lin.post(add, {"words": "报自评报告", "unit": cast.unit_a.pk, "due_on": day})
    lin.post(add, {"words": "报联络员名单", "due_on": (today() - timedelta(days=1)).isoformat()})
    asked = Ask.objects.get(title="报自评报告")
    assert asked.grounds == "《年度考核方案》潍法治办〔2026〕3号"
    shown = lin.get(f"{reverse('office:document_matters')}?state=not-done").content.decode()
    assert "<b>1</b> 件已经超期" in shown
    assert "司法局" in shown
    matter = above.matters.get(unit=cast.unit_a)
    finish = reverse("office:finish_document_matter", args=[matter.pk])
    assert "请写一句办理结果" in lin.post(finish, follow=True).content.decode()
    lin.post(finish, {"words": "已报市委依法治市办"})
    asked.refresh_from_db()
    assert asked.state == "done"

    form = reverse("office:forward_document", args=[above.pk])
    assert f"青创办〔{today().year}〕9号" in lin.get(form).content.decode()  # the next of the own series
    sent = {"title": "关于转发年度考核方案的通知", "number": f"青创办〔{today().year}〕9号", "issued_on": today().isoformat(), "words": "一、对照自查。\n二、按时上报。"}  # fmt: skip
    answer = lin.post(form, sent, follow=True).content.decode()
    assert "转发：" in answer
    made = Document.objects.get(forwards=above)
    word = Word(io.BytesIO(lin.get(reverse("office:document_paper", args=[made.pk])).content))
    text = "\n".join(one.text for one in word.paragraphs)
    assert "青禾县创建办" in text
    assert "现将市委依法治市办《年度考核方案》（潍法治办〔2026〕3号）转发给你们" in text
    assert "二、按时上报。" in text
    assert "附件：年度考核方案" in text


def test_a_unit_sees_only_what_was_sent_to_it_and_lists_cost_the_same(lin: Client, cast: Cast) -> None:
    sent = documenting.sent(cast)
    zhao = log_in(Client(), cast, "zhao")
    assert zhao.get(reverse("unit:document_file", args=[sent.files.get().pk])).status_code == 403
    assert sent.title not in zhao.get(reverse("unit:documents")).content.decode()
    wang = log_in(Client(), cast, "wang")
    assert wang.get(reverse("unit:document_file", args=[sent.files.get().pk])).content == documenting.PDF
    costs = []
    lin.get(reverse("office:documents"))  # what is read once
    for _round in range(2):
        with CaptureQueriesContext(connection) as few:
            lin.get(reverse("office:documents"))
            lin.get(reverse("office:document", args=[sent.pk]))
            wang.get(reverse("unit:documents"))
        costs.append(len(few))
        for _number in range(3):
            documenting.sent(cast)
    assert costs[0] == costs[1] <= 25
