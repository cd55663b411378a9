"""The office's pages of facts: by hand, once, with the score at once; corrected with a reason; two clerks at once."""

import pytest
from django.test import Client

from duibiao.facts.models import Fact
from tests import scoring
from tests.cast import Cast
from tests.site import log_in


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def form_at(measure: str, unit: str = "SFJ") -> str:
    return f"/office/facts/post/?unit={unit}&measure={measure}"


def given(client: Client, address: str, **fields: object) -> dict[str, object]:
    """The form as a browser would send it, with what is typed."""
    form = client.get(address).context["form"]
    start = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**start, **fields}.items() if value not in (None, False)}


def test_a_fact_by_hand_moves_the_score_before_ones_eyes(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    address = form_at("no_group")
    html = words(lin.get(address))
    assert "还没有记录" in html
    assert "数值填 1 或 0" in html
    response = lin.post(address, given(lin, address, value="1", reference="第3号"), follow=True)
    html = words(response)
    assert "已记录" in html
    assert "分数随之变动" in html
    moved = response.context["moved"][0]
    assert (moved.leaves[0].name, moved.leaves[0].after) == ("1.2 领导小组", 3)
    fact = Fact.objects.get()
    assert (fact.value, fact.reference, fact.source, fact.recorded_by) == (1, "第3号", "hand", cast.lin)


def test_a_double_click_records_once(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    sent = given(lin, form_at("meetings"), value="2")
    first, second = (lin.post(form_at("meetings"), sent) for _ in range(2))
    assert Fact.objects.count() == 1
    assert first.status_code == second.status_code == 302
    assert "没有重复记录" in words(lin.get(second.headers["Location"]))


def test_what_is_wrong_stands_beside_its_field(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    response = lin.post(form_at("court"), given(lin, form_at("court"), value="9"))
    assert response.status_code == 200
    assert response.context["form"].errors["out_of"] == ["比率要填分子和分母两个数"]
    assert not Fact.objects.exists()


def test_a_date_of_the_same_matter_is_shown_before_one_asks(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    scoring.fact(cast.lin, "meetings", cast.unit_a, value=2)
    assert "2 次" in words(lin.get(form_at("meetings")))


def test_a_measure_is_found_by_words_and_by_pinyin(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    for typed in ("专题", "ztyj", "zhuanti", "meetings"):
        found = lin.get("/office/facts/post/", {"unit": "SFJ", "q": typed}).context["found"]
        assert [one.code for one in found] == ["meetings"], typed


def test_a_correction_keeps_the_old_and_says_why(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    fact = scoring.fact(cast.lin, "meetings", cast.unit_a, value=2).facts[0]
    address = f"/office/facts/{fact.pk}/correct/"
    assert lin.post(address, given(lin, address, value="3")).status_code == 200  # no reason, no correction
    response = lin.post(address, given(lin, address, value="3", reason="漏记一次"), follow=True)
    assert response.context["moved"][0].leaves[0].by == 1
    assert [one.value for one in response.context["chain"]] == [2, 3]
    assert "漏记一次" in words(response)
    assert "不再计分" in words(lin.get(f"/office/facts/{fact.pk}/"))


def test_the_later_of_two_correctors_sees_the_newer_value_and_keeps_the_words(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    fact = scoring.fact(cast.lin, "meetings", cast.unit_a, value=2).facts[0]
    address = f"/office/facts/{fact.pk}/correct/"
    mine = given(lin, address, value="5", reason="我的话")
    assert lin.post(address, given(lin, address, value="3", reason="先来的")).status_code == 302
    response = lin.post(address, mine)
    html = words(response)
    assert response.status_code == 409
    assert "别人先更正了这一条" in html
    assert "先来的" in html
    assert "我的话" in html
    newest = response.context["newest"]
    assert f'action="/office/facts/{newest.pk}/correct/"' in html
    assert lin.post(f"/office/facts/{newest.pk}/correct/", mine).status_code == 302
    assert Fact.objects.get(superseded_by__isnull=True).value == 5


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("q=zhuanti", [7, 1]),
        ("unit=城关", [8, 7]),
        ("campaign={campaign}&q=court", [3]),
        ("state=corrected", [1]),
        ("state=correction", [9]),
        ("source=api", []),
        ("since=2999-01-01", []),
        ("until=nonsense&q=court", [3]),
    ],
)
def test_the_journal_is_filtered_by_the_address(lin: Client, cast: Cast, asked: str, numbers: list[int]) -> None:
    campaign = scoring.lived(cast)
    first = Fact.objects.get(pk=1)
    scoring.services.correct(cast.lin, first, draft=scoring.draft("meetings", cast.unit_a, value=3), reason="漏记")
    wanted = [number for number in numbers if number] + ([9] if asked == "q=zhuanti" else [])
    rows = lin.get(f"/office/facts/?{asked.format(campaign=campaign.pk)}").context["table"].rows
    assert sorted(row.pk for row in rows) == sorted(wanted)


@pytest.mark.parametrize("rows", [1, 60])
def test_the_journal_costs_the_same_whatever_its_length(
    lin: Client, cast: Cast, rows: int, django_assert_max_num_queries: object
) -> None:
    scoring.campaign(cast)
    drafts = [scoring.draft("meetings", cast.unit_a, value=1) for _ in range(rows)]
    scoring.services.record(cast.lin, drafts=drafts, source="hand")
    lin.get("/office/facts/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # session, account, grants, campaigns, rows
        lin.get("/office/facts/")


def test_the_export_is_streamed_and_holds_no_formula(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    scoring.fact(cast.lin, "meetings", cast.unit_a, value=2, reference="=1+1")
    response = lin.get("/office/facts/?export=csv")
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "专题研究次数" in text
    assert ",'=1+1," in text


def test_a_unit_reads_its_own_facts_and_no_other(client: Client, cast: Cast) -> None:
    scoring.lived(cast)
    wang = log_in(client, cast, "wang")
    assert {row.unit_id for row in wang.get("/unit/facts/").context["table"].rows} == {"SFJ"}
    assert wang.get("/unit/facts/7/").status_code == 403
    html = words(wang.get("/unit/facts/1/"))
    assert "更正经过" in html
    assert "/correct/" not in html
