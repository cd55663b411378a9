"""Problems at the three doors: what they answer, what they do, what they cost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from duibiao.lib.spans import today
from duibiao.problems import services
from duibiao.problems.choices import Status, When
from duibiao.problems.models import Kind, Problem
from duibiao.workdays.queries import calendar
from tests import troubles
from tests.cast import Cast
from tests.site import log_in


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def many(cast: Cast, n: int) -> None:
    """In several states, at sites of their own."""
    rows = [troubles.found(cast, site=troubles.a_site(cast)).pk for _ in range(n)]
    services.assign_many(cast.lin, problems=rows[: 2 * n // 3])
    services.sign_many(cast.zhao, problems=rows[: n // 3])


#: Session, account and roles are three of these.
COSTS = (
    ("office:problems", "lin", 10),
    ("office:problem_board", "lin", 9),
    ("office:problem_figures", "lin", 7),
    ("office:problem_cards", "lin", 5),
    ("unit:problems", "zhao", 11),
    ("leader:problems", "zhou", 11),
)


def test_lists_and_board_cost_the_same_with_few_problems_and_with_many(cast: Cast) -> None:
    clients = {who: log_in(Client(), cast, who) for who in ("lin", "zhao", "zhou")}
    many(cast, 3)
    for name, who, _n in COSTS:  # what is read once in a process is read now
        clients[who].get(reverse(name))
    few = {name: cost(clients[who], reverse(name)) for name, who, _n in COSTS}
    many(cast, 40)
    lots = {name: cost(clients[who], reverse(name)) for name, who, _n in COSTS}
    assert few == lots
    assert all(lots[name] <= most for name, _who, most in COSTS), lots


def test_a_problem_is_put_right_from_the_phone_with_a_photo_and_rechecked_by_the_inspector(
    lin: Client, cast: Cast
) -> None:
    held = troubles.found(cast, site=troubles.a_site(cast))
    sent = {"version": held.version, "unit": cast.unit_b.pk, "words": "三天内补好"}
    said = lin.post(reverse("office:problem_act", args=[held.pk, "assign"]), sent, follow=True).content.decode()
    assert "已交办，等签收" in said
    zhao, chen = log_in(Client(), cast, "zhao"), log_in(Client(), cast, "chen")
    assert "城关镇签收" in zhao.get(reverse("unit:problem", args=[held.pk])).content.decode()
    zhao.post(reverse("unit:sign_problems"), {"problem": held.pk})
    address = reverse("unit:problem_act", args=[held.pk, "rectify"])
    now = Problem.objects.get(pk=held.pk)
    form = {"version": now.version, "disposal": "repaired", "words": "已补好"}
    assert "要有整改后的照片" in zhao.post(address, form).content.decode()
    photo = SimpleUploadedFile("after.png", troubles.PNG)
    said = zhao.post(
        address, {**form, "photos": [photo], "latitude": "34.1", "longitude": "113.0"}, follow=True
    ).content.decode()
    assert "已报，等复核" in said
    shown = now.photos.get(when=When.AFTER)
    assert zhao.get(reverse("unit:problem_photo", args=[shown.pk])).content == troubles.PNG
    now.refresh_from_db()
    seen = {"version": now.version, "passed": "yes", "words": "合格"}
    assert (
        "复核已记下"
        in chen.post(reverse("unit:problem_act", args=[held.pk, "recheck"]), seen, follow=True).content.decode()
    )
    said = lin.post(reverse("office:many_problems"), {"do": "close", "problem": held.pk}, follow=True).content.decode()
    assert "已销号 1 件" in said


def test_another_units_problem_and_its_photo_are_not_there(cast: Cast) -> None:
    held = troubles.assigned(cast)
    wang = log_in(Client(), cast, "wang")
    assert wang.get(reverse("unit:problem", args=[held.pk])).status_code == 403
    assert wang.get(reverse("unit:problem", args=[held.pk + 99])).status_code == 403
    assert held.number not in wang.get(reverse("unit:problems")).content.decode()
    services.set_support(cast.lin, held, units=[cast.unit_a])
    assert wang.get(reverse("unit:problem", args=[held.pk])).status_code == 200
    assert wang.get(reverse("unit:problem_act", args=[held.pk, "sign"])).status_code == 403


def test_who_saved_later_sees_what_changed_and_keeps_the_own_words(lin: Client, cast: Cast) -> None:
    held = troubles.assigned(cast)
    services.sign(cast.zhao, held)
    sent = {"version": held.version, "why": "season", "until": "2099-01-05", "words": "写下的话"}
    answer = lin.post(reverse("office:problem_act", args=[held.pk, "suspend"]), sent)
    assert answer.status_code == 409
    assert "写下的话" in answer.content.decode()
    assert Problem.objects.get(pk=held.pk).status == Status.SIGNED


def test_the_office_writes_down_a_problem_once_and_exports_what_it_sees(lin: Client, cast: Cast) -> None:
    site = troubles.a_site(cast)
    lin.get(reverse("office:open_problem"))
    sent = {"uid": "u1", "kind": "litter", "words": "垃圾未清", "site": site.code}
    for _ in range(2):
        lin.post(reverse("office:open_problem"), sent)
    assert "没有这个点位" in lin.post(reverse("office:open_problem"), {**sent, "site": "没有"}).content.decode()
    held = Problem.objects.get()
    book = load_workbook(io.BytesIO(lin.get(reverse("office:problems") + "?export=xlsx").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [[held.number, "垃圾未清", "暴露垃圾", site.name, "", "待交办"]]


@pytest.mark.parametrize("photos", [[("a.png", b"MZ\x90 not a picture")], [("a.exe", troubles.PNG)]])
def test_a_file_that_is_no_photo_is_refused_in_words(lin: Client, cast: Cast, photos: list[tuple[str, bytes]]) -> None:
    lin.get(reverse("office:open_problem"))
    files = [SimpleUploadedFile(name, content) for name, content in photos]
    said = lin.post(reverse("office:open_problem"), {"uid": "u", "kind": "litter", "words": "垃圾", "photos": files})
    assert said.status_code == 200
    assert not Problem.objects.exists()


def test_the_office_calls_statuses_and_sets_deadlines_as_it_likes(lin: Client, cast: Cast) -> None:
    lin.get(reverse("office:problem_rules"))
    lin.post(reverse("office:set_problem_labels"), {"found": "待派单"})
    kind = Kind.objects.get(code="litter")
    lin.post(
        reverse("office:set_problem_deadline"),
        {"kind": kind.pk, "severity": "ordinary", "amount": 9, "measured": "workdays"},
    )
    held = troubles.found(cast, kind="litter")
    assert "待派单" in lin.get(reverse("office:problem", args=[held.pk])).content.decode()
    given = services.assign(cast.lin, held, unit=cast.unit_b)
    assert (given.amount, given.measured) == (9, "workdays")
    shown = lin.get(reverse("office:problem_rules")).content.decode()
    assert "9 工作日" in shown
    answer = lin.post(reverse("office:set_problem_terms"), {"version": 1, "morning_from": "12:00"})
    assert "上下班时间" in answer.content.decode()


def test_a_card_is_given_disputed_and_its_papers_read_through_the_pages(lin: Client, cast: Cast) -> None:
    held = troubles.signed(cast)
    zhao, zhou = log_in(Client(), cast, "zhao"), log_in(Client(), cast, "zhou")

    def act(client: Client, door: str, name: str, **sent: object) -> str:
        held.refresh_from_db()
        address = reverse(f"{door}:problem_act", args=[held.pk, name])
        return client.post(address, {"version": held.version, **sent}, follow=True).content.decode()

    assert "已亮牌" in act(lin, "office", "card", kind="red", reason="超期八个工作日")
    for client, name, arguments in (
        (lin, "office:problems", []), (lin, "office:problem_cards", []), (lin, "office:unit", [cast.unit_b.pk]), (zhao, "unit:problems", []),
        (zhao, "unit:problem", [held.pk]), (zhou, "leader:problems", []),
    ):  # fmt: skip
        assert "红牌" in client.get(reverse(name, args=arguments)).content.decode(), name
    assert held.number in lin.get(reverse("office:problems") + "?card=red").content.decode()
    assert held.number not in lin.get(reverse("office:problems") + "?card=yellow").content.decode()
    card = held.cards.get()
    assert "已提出申诉" in act(zhao, "unit", "appeal-card", card=card.pk, grounds="时限算错")
    assert "已答复" in act(zhou, "leader", "answer-card", card=card.pk, granted="yes", reason="确实算错")
    assert "申诉成立" in lin.get(reverse("office:problem", args=[held.pk])).content.decode()
    assert "草稿已拟好" in act(lin, "office", "paper", kind="redo", words="三日内改好")
    paper = held.documents.get()
    assert zhao.get(reverse("unit:problem_paper", args=[paper.pk])).status_code == 403
    assert "请由另一位同志签发" in act(lin, "office", "sign-paper", paper=paper.pk, issued="yes", reason="签")
    act(zhou, "leader", "sign-paper", paper=paper.pk, issued="yes", number="〔2026〕3号", reason="属实")
    answer = zhao.get(reverse("unit:problem_paper", args=[paper.pk]))
    assert answer.content[:2] == b"PK"
    form = lin.get(reverse("office:paper_form", args=["redo"])).content
    for content, said in ((b"not a document", "不是能打开的 docx"), (form, "以后的这种文书用您的模板")):
        sent = {"kind": "redo", "file": SimpleUploadedFile("本县.docx", content)}
        assert said in lin.post(reverse("office:paper_forms"), sent, follow=True).content.decode()
    assert (
        "已保存"
        in lin.post(
            reverse("office:set_card_rule"), {"card": "red", "basis": "overdue", "threshold": 5}, follow=True
        ).content.decode()
    )


def test_one_problem_costs_eight_statements_whatever_has_happened_to_it(lin: Client, cast: Cast) -> None:
    plain, rich = troubles.signed(cast), troubles.signed(cast, site=troubles.a_site(cast))
    services.set_support(cast.lin, rich, units=[cast.unit_a])
    services.ask_checks(cast.lin, rich, sites=[troubles.a_site(cast).pk])
    services.call_major(cast.lin, rich, words="涉及多个部门")
    services.issue_card(cast.lin, rich, kind="yellow", reason="超期")
    services.draft_paper(cast.lin, rich, kind="joint", words="请配合")
    services.ask_extension(cast.zhao, rich, until=calendar().after(today(), 12).day, reason="等配件")
    zhao = log_in(Client(), cast, "zhao")
    for door, client in (("office", lin), ("unit", zhao)):
        client.get(reverse(f"{door}:problem", args=[plain.pk]))
        found = [cost(client, reverse(f"{door}:problem", args=[one.pk])) for one in (plain, rich)]
        assert max(found) <= 3 + 8, (door, found)
