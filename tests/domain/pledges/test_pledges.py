"""A pledge is made from the duties, signed as it was read, and settled when its term is over."""

import io
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from duibiao.asks.choices import AskState
from duibiao.asks.models import Ask
from duibiao.duties.choices import Role
from duibiao.duties.choices import State as DutyState
from duibiao.duties.models import Duty
from duibiao.files import store
from duibiao.lib.papers import Paper
from duibiao.lib.spans import today
from duibiao.pledges import queries, services
from duibiao.pledges.choices import Outcome, State, Way
from duibiao.pledges.models import Pledge, Template
from duibiao.pledges.paper import BadForm, own_form
from tests import dutying, pledging
from tests.cast import Cast


def text_of(pledge: Pledge) -> bytes:
    with store.open(pledge.text) as file:
        return file.read()


def test_it_names_every_duty_the_unit_answers_for_and_none_that_it_supports(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    for code in ("1.1", "1.2"):
        dutying.issued(cast, campaign, indicator=code, title=f"任务 {code}", goal="每年三次 & <更多>")
    dutying.issued(cast, campaign, indicator="2.1", role=Role.SUPPORTING, title="只是配合")
    dutying.draft(cast, campaign, indicator="2.2", title="还在起草")
    made = pledging.offered(cast, campaign)
    document = Document(io.BytesIO(text_of(made)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[0] for row in rows] == ["序号", "1", "2"]
    assert ["任务 1.1" in rows[1][1], "任务 1.2" in rows[2][1], rows[1][2]] == [True, True, "每年三次 & <更多>"]
    said = "\n".join(one.text for one in document.paragraphs)
    assert "青禾县与司法局签订" in said
    assert "{" not in said
    assert len(made.duties) == 2
    ask = Ask.objects.get(kind="signature")
    assert (ask.unit, ask.state) == (cast.unit_a, AskState.OPEN)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_an_office_program_opens_it(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "p.docx").write_bytes(text_of(pledging.offered(cast)))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "pdf",
        "p.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=150)
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")


def test_one_for_a_term_and_units_without_duties_are_named(cast: Cast) -> None:
    made = pledging.offered(cast)
    again = services.make(cast.lin, made.campaign, units=[cast.unit_a, cast.unit_b], since=made.since, until=made.until)
    assert (again.pledges, again.there, again.without) == ([], [cast.unit_a], [cast.unit_b])
    services.withdraw(cast.lin, made)
    assert Ask.objects.get(kind="signature").state == AskState.WITHDRAWN
    assert pledging.offered(cast, made.campaign).pk != made.pk
    with pytest.raises(services.Refused, match="早于"):
        services.make(cast.lin, made.campaign, units=[cast.unit_a], since=today(), until=today() - timedelta(days=1))


def test_the_countys_own_form_is_used_and_a_broken_one_is_refused_in_words(cast: Cast) -> None:
    paper = Paper()
    paper.paragraph("青禾县自己的话：{{ unit }}")
    services.take_form(cast.lin, name="县模板.docx", content=paper.file())
    assert Document(io.BytesIO(text_of(pledging.offered(cast)))).paragraphs[0].text == "青禾县自己的话：司法局"
    broken = Paper()
    broken.paragraph("{{ unit")
    sly = Paper()
    sly.paragraph("{{ ''.__class__.__mro__ }}{{ unit.__class__.__base__.__subclasses__() }}")
    for content, why in ((broken.file(), "填不进去"), (sly.file(), "填不进去"), (b"hello", "不是能打开的 docx")):
        with pytest.raises(BadForm, match=why):
            services.take_form(cast.lin, name="坏.docx", content=content)
    assert Template.objects.count() == 1
    assert services.current_form() != own_form()


def test_it_is_signed_as_it_was_read_and_once(cast: Cast) -> None:
    made = pledging.offered(cast)
    with pytest.raises(services.Refused, match="不是同一份"):
        services.sign(cast.wang, made, sha256="0" * 64)
    signed = services.sign(cast.wang, made, sha256=made.text.sha256)
    again = services.sign(cast.wang, made, sha256=made.text.sha256)
    assert (again.state, again.way, again.signed_at) == (State.SIGNED, Way.ONLINE, signed.signed_at)
    assert Ask.objects.get(kind="signature").state == AskState.DONE
    with pytest.raises(services.Refused, match="已签订"):
        services.withdraw(cast.lin, made)


def test_a_scan_is_a_pdf_or_a_picture_and_nothing_else(cast: Cast) -> None:
    made = pledging.offered(cast)
    for name, content in (
        ("签.docx", b"PK\x03\x04"),
        ("签.exe", b"MZ"),
        ("签.pdf", b"MZ\x90"),
        ("签.png", pledging.PDF),
    ):
        with pytest.raises(services.Refused) as refused:
            services.take_scan(cast.lin, made, name=name, content=[content])
        assert refused.value.field == "file"
    signed = services.take_scan(cast.lin, made, name="签.pdf", content=[pledging.PDF])
    assert (signed.state, signed.way, signed.scan_name, signed.signed_by) == (
        State.SIGNED,
        Way.PAPER,
        "签.pdf",
        cast.lin,
    )


def test_it_is_settled_after_its_term_and_whole_only_when_every_duty_is_done(cast: Cast) -> None:
    signed = pledging.signed(cast, until=date(today().year, 12, 31))
    if signed.until >= today():
        with pytest.raises(services.Refused, match="期满后再兑现"):
            services.settle(cast.lin, signed, outcome=Outcome.PARTLY, words="过半")
    Pledge.objects.filter(pk=signed.pk).update(until=today() - timedelta(days=1), since=today() - timedelta(days=90))
    with pytest.raises(services.Refused, match="还有 1 项任务没办结") as refused:
        services.settle(cast.lin, signed, outcome=Outcome.KEPT, words="都完成了")
    assert refused.value.field == "outcome"
    Duty.objects.filter(pk__in=signed.duties).update(
        state=DutyState.DONE, signed_at="2026-01-01T00:00:00Z", done_on=today()
    )
    assert services.settle(cast.lin, signed, outcome=Outcome.KEPT, words="都完成了").state == State.SETTLED
    with pytest.raises(services.Refused, match="已兑现"):
        services.settle(cast.lin, signed, outcome=Outcome.BROKEN, words="改主意")


def test_only_the_office_makes_and_settles_and_only_the_unit_itself_signs(cast: Cast) -> None:
    made = pledging.offered(cast)
    for user in (cast.wang, cast.zhou, cast.chen, cast.zheng):
        with pytest.raises(PermissionDenied):
            services.make(user, made.campaign, units=[], since=made.since, until=made.until)
        with pytest.raises(PermissionDenied):
            services.withdraw(user, made)
        with pytest.raises(PermissionDenied):
            services.take_form(user, name="x.docx", content=b"")
    for user in (cast.zhao, cast.lin, cast.zhou):
        with pytest.raises(PermissionDenied):
            services.sign(user, made, sha256=made.text.sha256)
    with pytest.raises(PermissionDenied):
        queries.pledge(cast.zhao, made.pk)
    assert not queries.pledges(cast.zhao).exists()
    assert queries.pledges(cast.wang).get() == made
