"""The wizard from an official table to an edition, as the office's browser sees it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.standards import drafts
from duibiao.standards.models import Edition, ImportDraft
from duibiao_engine.standard.importing.proposal import ColumnRole
from tests import drafting, scoring
from tests.cast import Cast
from tests.web.office.test_statements import cost

NEW = "/office/standards/drafts/new/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def handed_in(client: Client, content: bytes, name: str = "指标体系.xlsx") -> ImportDraft:
    response = client.post(NEW, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return ImportDraft.objects.latest("pk")


def at(draft: ImportDraft, rest: str = "") -> str:
    return f"/office/standards/drafts/{draft.pk}/{rest}"


def clause_at(draft: ImportDraft, words: str) -> str:
    return at(draft, f"clauses/{drafting.clause(draft, words).pk}/")


def test_a_file_is_shown_as_the_table_that_it_is_with_what_each_column_was_taken_for(lin: Client, cast: Cast) -> None:
    draft = handed_in(lin, drafting.table())
    page = text(lin, at(draft))
    assert "认出 <b>5</b> 项计分指标" in page
    assert '<option value="rule" selected>计分办法</option>' in page
    assert "role-units" in page


def test_a_pasted_table_is_read_too_and_both_at_once_are_refused(lin: Client, cast: Cast) -> None:
    pasted = "\n".join(
        "\t".join(map(str, row))
        for row in (("一级指标", "测评内容", "分值", "计分办法"), ("组织领导", "成立领导小组", 5, "未成立的扣2分"))
    )
    assert lin.post(NEW, {"pasted": pasted}).status_code == 302
    assert ImportDraft.objects.get().indicators.filter(leaf=True).count() == 1
    both = lin.post(NEW, {"pasted": pasted, "file": SimpleUploadedFile("a.xlsx", drafting.table())})
    assert "两样只用一样" in both.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("照片.png", b"\x89PNG\r\n\x1a\n0", "图片"), ("坏.xlsx", b"PK\x03\x04broken", ""), ("空.xlsx", b" ", "")],
)
def test_a_bad_file_is_named_with_its_remedy_and_nothing_falls_over(
    lin: Client, cast: Cast, name: str, content: bytes, says: str
) -> None:
    page = text(lin, at(handed_in(lin, content, name)))
    assert "没有读出指标" in page
    assert says in page


def test_pointing_at_a_column_reads_the_table_again(lin: Client, cast: Cast) -> None:
    draft = handed_in(lin, drafting.table())
    columns = draft.understood["tables"][0]["columns"]
    sent: dict[str, Any] = {"version": draft.version, "use-1": "1", "head-1": ["2"]}
    sent |= {f"role-1-{one['column']}": one["role"] for one in columns}
    materials = next(one["column"] for one in columns if one["role"] == ColumnRole.MATERIALS)
    lin.post(at(draft, "correct/"), {**sent, f"role-1-{materials}": "note"})
    assert drafting.clause(draft, "领导小组").piece["note"] == "成立文件"
    stale = lin.post(at(draft, "correct/"), {**sent, "use-1": "0"}, follow=True)
    assert "别人刚改过表格的认法" in stale.content.decode()
    draft.refresh_from_db()
    lin.post(at(draft, "correct/"), {**sent, "version": draft.version, "use-1": "0"})
    assert draft.indicators.count() == 0


def test_a_row_that_was_called_no_indicator_can_be_called_one_again(lin: Client, cast: Cast) -> None:
    draft = handed_in(lin, drafting.table())
    for skipped, leaves in (("4", 4), ("", 5)):
        draft.refresh_from_db()
        sent = {"version": draft.version, "use-1": "1", "head-1": ["2"], "skip-1": skipped}
        lin.post(at(draft, "correct/"), sent)
        assert draft.indicators.filter(leaf=True).count() == leaves
        assert re.search(rf'name="skip-1"[^>]* value="{skipped}"', text(lin, at(draft)))


def test_the_tree_says_what_was_read_and_what_waits(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    page = text(lin, at(draft, "clauses/"))
    assert "没读懂" in page
    assert "未成立领导小组" in page
    only = text(lin, at(draft, "clauses/?state=unread"))
    assert "参照上级" in only
    assert "未成立领导小组" not in only


def test_a_clause_that_was_read_is_confirmed_with_one_press(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    row = drafting.clause(draft, "领导小组")
    lin.post(at(draft, f"clauses/{row.pk}/confirm/"), {"version": row.version})
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", cast.lin)
    lin.post(at(draft, "clauses/confirm/"), {"top": drafting.clause(draft, "案卷").top_number})
    assert drafting.clause(draft, "案卷").state == "confirmed"


def test_a_choice_is_a_sentence_for_each_meaning_and_settles_the_clause(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    page = text(lin, clause_at(draft, "出庭应诉"))
    assert "不足1个的按比例计" in page
    lin.post(clause_at(draft, "出庭应诉"), {"act": "choose", "version": 1, "pick-0": "1"})
    assert drafting.clause(draft, "出庭应诉").state == "confirmed"


def terms(page: str, **changes: str) -> dict[str, str]:
    """The fields of the terms' form as the page has them."""
    body = page[page.index('id="terms"') : page.index("</form>", page.index('id="terms"'))]
    found = dict(re.findall(r'<input type="(?:hidden|text|number)" name="([^"]+)" value="([^"]*)"', body))
    found |= dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', body), "on")
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return {**found, **changes}


def test_a_rule_is_written_by_form_and_checked_by_the_engine(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    page = text(lin, clause_at(draft, "经费") + "?add=short_of")
    sent = terms(page, **{"t0-name": "经费保障次数", "t0-points": "1", "t0-target": "-3", "above-covered": "on"})
    refused = lin.post(clause_at(draft, "经费"), sent)
    assert "这样写还不成立" in refused.content.decode()
    assert drafting.clause(draft, "经费").settled is None
    lin.post(clause_at(draft, "经费"), {**sent, "t0-target": "3"})
    row = drafting.clause(draft, "经费")
    assert row.state == "confirmed"
    body = row.settled["terms"][0]["term"]["deduct"]
    assert (body["points"], body["short_of"]["target"]) == (1, 3)


def test_unread_words_stay_until_somebody_says_that_they_are_covered(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    page = text(lin, clause_at(draft, "经费") + "?add=when")
    lin.post(clause_at(draft, "经费"), terms(page, **{"t0-name": "经费没有列入预算", "t0-points": "2"}))
    row = drafting.clause(draft, "经费")
    assert (row.state, row.confirmed_by) == ("unread", None)
    assert row.settled["terms"]


def test_saving_the_form_as_it_is_changes_nothing(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    before = drafting.clause(draft, "案卷")
    lin.post(clause_at(draft, "案卷"), terms(text(lin, clause_at(draft, "案卷"))))
    after = drafting.clause(draft, "案卷")
    assert [one["term"] for one in after.settled["terms"]] == [one["term"] for one in before.proposed["terms"]]
    assert after.settled["measures"] == before.proposed["measures"]


def test_two_people_at_one_clause_the_later_is_shown_the_difference(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    sent = terms(text(lin, clause_at(draft, "案卷")), **{"t0-points": "2"})
    row = drafting.clause(draft, "案卷")
    drafts.confirm(cast.lin, row, version=row.version)
    answer = lin.post(clause_at(draft, "案卷"), sent)
    assert answer.status_code == 409
    assert "别人存的是" in answer.content.decode()
    assert lin.post(clause_at(draft, "案卷"), terms(answer.content.decode())).status_code == 302
    assert drafting.clause(draft, "案卷").settled["terms"][0]["term"]["deduct"]["points"] == 2


def test_the_trial_is_counted_by_the_engine_and_records_nothing(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    code = drafting.clause(draft, "案卷").proposed["measures"][0]["code"]
    page = text(lin, clause_at(draft, "案卷") + f"?try=1&{code}=1")
    assert "则得 <b>3</b> / 4 分" in page
    part = lin.get(clause_at(draft, "案卷") + f"?try=1&{code}=9", headers={"HX-Request": "true"}).content.decode()
    assert "则得 <b>0</b> / 4 分" in part
    assert "<html" not in part


def test_the_rule_may_be_written_as_the_standard_spells_it(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    wrong = lin.post(
        clause_at(draft, "经费"), {"act": "yaml", "version": 1, "text": "rule: [{deduct: {points: 1, whenn: x}}]"}
    )
    assert "不认识的写法" in wrong.content.decode()
    good = "rule:\n- deduct: {points: 1, when: no_money}\nmeasures: {no_money: {name: 没有经费, kind: flag}}"
    lin.post(clause_at(draft, "经费"), {"act": "yaml", "version": 1, "text": good})
    assert drafting.clause(draft, "经费").state == "confirmed"


def test_units_of_the_table_are_shown_and_said_by_name(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    page = text(lin, at(draft, "units/"))
    assert "没有这个单位" in page
    words = re.findall(r'name="words-(\d+)" value="([^"]+)"', page)
    n = next(n for n, name in words if name == "县财政局")
    wrong = lin.post(
        at(draft, "units/"), {"version": draft.version, f"words-{n}": "县财政局", f"units-{n}": "没有的局"}
    )
    assert "认不出：没有的局" in wrong.content.decode()
    lin.post(at(draft, "units/"), {"version": draft.version, f"words-{n}": "县财政局", f"units-{n}": "司法局"})
    draft.refresh_from_db()
    assert draft.unit_choices == {"县财政局": ["SFJ"]}


def test_the_last_step_says_what_waits_then_makes_the_edition(lin: Client, cast: Cast) -> None:
    draft = drafting.draft(cast)
    head = {"title": "小指标表", "standard": "small-table", "edition_name": "2026", "issuer": "青禾县委"}
    assert "没有定，先不能生成" in text(lin, at(draft, "finish/"))
    refused = lin.post(at(draft, "finish/"), {**head, "version": draft.version}, follow=True)
    assert "条没有定，先不能生成" in refused.content.decode()
    good = "rule:\n- deduct: {points: 1, when: no_money}\nmeasures: {no_money: {name: 没有经费, kind: flag}}"
    for row in draft.indicators.filter(leaf=True, state__in=["unread", "to_confirm"]):
        lin.post(at(draft, f"clauses/{row.pk}/"), {"act": "yaml", "version": row.version, "text": good})
    draft.refresh_from_db()
    assert "可以生成了" in text(lin, at(draft, "finish/"))
    made = lin.post(at(draft, "finish/"), {**head, "version": draft.version})
    edition = Edition.objects.get(standard="small-table")
    assert made.headers["Location"] == f"/office/standards/{edition.pk}/publish/"
    assert edition.proposed_duties.count() == 5


def test_an_edition_leaves_as_the_official_table_and_comes_back_the_same(lin: Client, cast: Cast) -> None:
    edition = scoring.edition(cast.lin)
    for kind in ("xlsx", "docx"):
        content = lin.get(f"/office/standards/{edition.pk}/table.{kind}").content
        draft = handed_in(lin, content, f"标准.{kind}")
        assert "可以生成了" not in text(lin, at(draft, "clauses/"))
        assert {row.origin for row in draft.indicators.filter(leaf=True)} == {"exported"}
    assert lin.get(f"/office/standards/{edition.pk}/table.pdf").status_code == 404


def test_a_large_table_is_read_by_a_job_and_a_reading_that_stopped_can_be_asked_for_again(
    lin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "BYTES_AT_ONCE", 10)
    draft = handed_in(lin, drafting.table())
    assert "正在读表" in text(lin, at(draft))
    lin.post(at(draft, "again/"))
    drafts.carry_on(draft.pk)
    assert "认出 <b>5</b> 项" in text(lin, at(draft))


def test_three_hundred_clauses_cost_as_many_statements_as_five(lin: Client, cast: Cast) -> None:
    small = drafting.draft(cast)
    rows = tuple(
        (f"第{n // 60 + 1}章" if n % 60 == 0 else "", f"第{n // 10 + 1}节" if n % 10 == 0 else "", f"指标{n}", "工作开展。", 1, f"未开展工作{n}的扣0.5分。", "材料审核", "司法局", "")
        for n in range(300)
    )  # fmt: skip
    large = drafting.draft(cast, rows=rows)
    assert large.indicators.filter(leaf=True).count() == 300
    for rest in ("", "clauses/", "units/", "finish/"):
        assert cost(lin, at(large, rest)) == cost(lin, at(small, rest)), rest
    assert [cost(lin, at(large, rest)) for rest in ("", "clauses/", "units/", "finish/")] == [5, 6, 6, 8]
    with CaptureQueriesContext(connection) as captured:
        lin.get(at(large, f"clauses/{large.indicators.filter(leaf=True).first().pk}/"))  # type: ignore[union-attr]
    assert len(captured) <= 7
