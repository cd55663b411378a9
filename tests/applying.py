"""A selection as a county runs it, and applications brought to any step: for tests of every door."""

from datetime import timedelta
from itertools import count
from typing import Any

from duibiao.applications.choices import State
from duibiao.applications.models import Application, Category, Package, PublicNotice, Selection
from duibiao.applications.services import announcing, applying, judging, naming, sending, setting_up
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from tests.cast import Cast

_numbers = count(1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def days(**changes: Any) -> dict[str, Any]:
    start = {"opens_on": today() - timedelta(days=5), "closes_on": today() + timedelta(days=10)}
    return {
        **start,
        "grounds": "青法办〔2026〕8号",
        "authority": "青禾县委依法治县办",
        "contact": "创建办 0530-1234567",
        **changes,
    }


def selection(cast: Cast, *, quota: int | None = 1, opened: bool = True, **changes: Any) -> Selection:
    """示范企业, named by whoever applies; one hard condition with a material, one without, one soft."""
    category = {
        name: changes.pop(name)
        for name in ("candidate", "unit_kind", "site_type", "recommender", "recommend_quota")
        if name in changes
    }
    made = setting_up.set_up(cast.lin, title=f"法治示范单位评选{next(_numbers)}", **days(**changes))
    made.fields.exclude(label="基本情况").delete()
    setting_up.add_category(cast.lin, made, **{"name": "示范企业", "quota": quota, "candidate": "name", **category})
    for words, hard, material in (
        ("三年内没有重大违法", True, True),
        ("有法治宣传栏", True, False),
        ("获过表彰", False, True),
    ):
        setting_up.add_condition(cast.lin, made, words=words, hard=hard, needs_material=material)
    if opened:
        setting_up.open_selection(cast.lin, made)
    made.refresh_from_db()
    return made


def category(held: Selection) -> Category:
    return held.categories.select_related("selection", "recommender", "site_type").get()


def begun(by: User, held: Selection, unit: Unit, **changes: Any) -> Application:
    number = next(_numbers)
    return applying.begin(by, category(held), unit=unit, **{"uid": f"a{number}", "name": f"企业{number}", **changes})


def filled(by: User, one: Application) -> Application:
    """The form filled in, the hard conditions shown."""
    field = one.selection.fields.get()
    applying.fill(by, one, version=one.version, answers={str(field.pk): "员工 200 人，连续三年无违法记录。"})
    for place, condition in enumerate(one.selection.conditions.filter(hard=True)):
        upload = {"upload": [PDF + str(one.pk).encode()], "file_name": "证明.pdf"} if place == 0 else {}
        applying.tick(by, one, condition, **upload)
    one.refresh_from_db()
    return one


def brought(cast: Cast, state: State, held: Selection | None = None) -> Application:
    """王's application of an enterprise, at a step. A notice that it went through is over."""
    chosen = held or selection(cast)
    one = begun(cast.wang, chosen, cast.unit_a)
    for until, act in (
        (State.FILLING, lambda: applying.hand_in(cast.wang, filled(cast.wang, one))),
        (State.RECOMMENDING, lambda: judging.recommend(cast.wang, one, words="同意推荐。")),
        (State.EXAMINING, lambda: judging.pass_on(cast.lin, one)),
        (State.ANNOUNCING, lambda: announced(cast, one)),
        (State.NOTICED, lambda: naming.name(cast.lin, over(one), document="青法办〔2026〕30号")),
    ):
        if state == until:
            break
        act()
    one.refresh_from_db()
    return Application.objects.select_related("selection", "category", "unit", "recommender").get(pk=one.pk)


def announced(cast: Cast, *found: Application) -> PublicNotice:
    chosen = found[0].selection
    return announcing.announce(cast.lin, chosen, applications=found, since=today(), contact=chosen.contact)


def over(one: Application) -> Application:
    """Its notice has run out."""
    one.refresh_from_db()
    PublicNotice.objects.filter(pk=one.notice_id).update(
        since=today() - timedelta(days=9), until=today() - timedelta(days=1)
    )
    return one


def packed(cast: Cast, held: Selection) -> Package:
    made = sending.ask(cast.lin, held)
    sending.carry_out(made)
    made.refresh_from_db()
    return made
