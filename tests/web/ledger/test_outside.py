"""What stands beside a material for whoever comes from outside: what was seen on the spot, and photos with faces covered."""

import re
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from duibiao.audit.models import Line
from duibiao.inspections.models import Attachment, Visit
from duibiao.ledger.models import SiteLink, Use
from duibiao.ledger.queries.completeness import completeness
from duibiao.ledger.queries.preassessing import preassessed
from duibiao.ledger.services import inspecting, reviewing
from duibiao.truth.choices import HintState
from duibiao.truth.models import Hint, Redaction
from duibiao.truth.queries import doubts_by_indicator
from tests import ledgering, scoring, visiting
from tests.cast import Cast
from tests.site import log_in

TRACE = (b"tEXt", b"Author\0Zhang San")


def visitor(cast: Cast, use: Use) -> tuple[Client, str]:
    """Somebody who came in with a link and a code."""
    until = timezone.now() + timedelta(days=1)
    _held, token, code = inspecting.open_pass(cast.lin, use.requirement.campaign, name="评估组", until=until)
    client, home = Client(), f"/public/visit/{token}/"
    assert client.post(home, {"code": code}).status_code == 302
    return client, home


def given(cast: Cast, name: str = "现场.png") -> Use:
    line = ledgering.requirement(cast, scoring.quiet(cast))
    gave = ledgering.given(cast.zhao, cast.unit_b, line, name, ledgering.png(4, 4, TRACE))
    assert gave.use is not None
    return gave.use


def photographed(visit: Visit) -> Attachment:
    made = Attachment.objects.create(
        submission=visit.submission, name="1.png", blob=ledgering.blob(ledgering.png(5, 5, TRACE), "1.png")
    )
    visit.observations.earliest("pk").photos.add(made)
    return made


def test_a_material_stands_beside_what_was_seen_on_the_spot(client: Client, cast: Cast) -> None:
    held = visiting.running(cast)
    visiting.visited(cast, held, visiting.answers(clean={"outcome": "fault", "note": "有垃圾"}))
    visit, use = Visit.objects.get(), given(cast)
    photo = photographed(visit)
    page, beside = f"/unit/materials/{use.material_id}/", f"/files/of/{use.material_id}/sites/{photo.pk}/"
    zhao = log_in(client, cast, "zhao")
    assert visit.site.name in zhao.get(page).content.decode()
    assert zhao.get(beside).status_code == 404
    for _ in range(2):
        zhao.post(f"{page}site/", {"site": visit.site_id})
    assert SiteLink.objects.count() == Line.objects.filter(act="ledger.link_site").count() == 1
    assert "发现 1 处不符合" in zhao.get(page).content.decode()
    assert b"Zhang" not in b"".join(zhao.get(beside))  # type: ignore[call-overload]
    guest, home = visitor(cast, use)
    seen = guest.get(f"{home}1.1/{use.pk}/").content.decode()
    assert f"{home}file/{use.pk}/sites/{photo.pk}/" in seen
    assert b"Zhang" not in b"".join(guest.get(f"{home}file/{use.pk}/sites/{photo.pk}/"))  # type: ignore[call-overload]
    Visit.objects.update(posted_at=None)  # as in a secret round that still runs
    assert "还没有公布过结果的检查" in guest.get(f"{home}1.1/{use.pk}/").content.decode()
    assert guest.get(f"{home}file/{use.pk}/sites/{photo.pk}/").status_code == 404
    zhao.post(f"{page}site/", {"remove": visit.site_id})
    assert not SiteLink.objects.exists()


def test_whoever_comes_from_outside_sees_the_copy_with_faces_covered(cast: Cast) -> None:
    use = given(cast)
    file = use.material.files.get()
    covered = ledgering.blob(ledgering.png(9, 9, TRACE), "covered.png")
    Redaction.objects.create(of=file.blob, copy=covered, by=cast.lin)
    guest, home = visitor(cast, use)
    wu, lin = log_in(Client(), cast, "wu"), log_in(Client(), cast, "lin")
    clean = ledgering.png(9, 9)[16:24]  # nine by nine
    for bytes_ in (
        guest.get(f"{home}file/{use.pk}/"),
        wu.get(f"/files/{file.pk}/"),
        wu.get(f"/files/{file.pk}/?keep=1"),
    ):
        content = b"".join(bytes_)  # type: ignore[call-overload]
        assert content[16:24] == clean
        assert b"Zhang" not in content
    assert b"Zhang" in b"".join(lin.get(f"/files/{file.pk}/"))  # type: ignore[call-overload]
    assert Line.objects.filter(act="ledger.look", by_id=cast.wu.pk).count() == 2


def test_the_words_of_an_office_file_stand_where_it_cannot_be_shown(client: Client, cast: Cast) -> None:
    from duibiao.files.words import read

    use = ledgering.used(cast, name="纪要.docx", content=ledgering.word("第三次专题会议 <b>纪要</b>"))
    read(use.material.files.get().blob)
    page = log_in(client, cast, "lin").get(f"/office/review/{use.pk}/").content.decode()
    assert "第三次专题会议 &lt;b&gt;纪要" in page


def test_what_an_assessor_would_find_is_rehearsed(client: Client, cast: Cast) -> None:
    """Two units owe two pieces each of 1.1, worth four points: one is accepted, one waits, one was returned, one is missing."""
    campaign = scoring.quiet(cast)
    line = ledgering.requirement(cast, campaign, number=2, since=date(2026, 1, 1), until=date(2026, 12, 31))
    uses = [ledgering.used(cast, line), ledgering.used(cast, line, dated_on=date(2025, 12, 30))]
    gave = ledgering.given(cast.zhao, cast.unit_b, line)
    reviewing.accept(cast.lin, uses[0], file=ledgering.newest(uses[0]))
    assert gave.use is not None
    reviewing.send_back(cast.lin, gave.use, file=ledgering.newest(gave.use), reason="不清")
    Hint.objects.create(material=uses[1].material, kind="edited", state=HintState.OPEN)
    (found,) = preassessed(completeness(campaign, date(2026, 6, 1)), doubts_by_indicator(campaign))
    quarter = found.points / 4
    assert (found.held, found.open, found.lost) == (quarter, quarter, 2 * quarter)
    assert (found.outside, found.doubted, found.beside, found.sum.returned) == (1, 1, 0, 1)
    page = log_in(client, cast, "lin").get(f"/office/campaigns/{campaign.pk}/ledger/?view=losses").content.decode()
    assert "缺 2 份" in page
    assert "1 份日期不在要求的时间段" in page


def test_a_county_without_anything_is_taught_what_will_stand_there(cast: Cast) -> None:
    pages = {
        "lin": ("ledger", "materials", "review", "truth", "truth/patterns", "forgeries", "seals"),
        "wang": ("ledger", "materials", "review"),
    }
    asked = [(who, f"/{'unit' if who == 'wang' else 'office'}/{page}/") for who, some in pages.items() for page in some]
    lin_and_wang = {who: log_in(Client(), cast, who) for who in pages}
    for who, address in [*asked, ("lin", "/public/seals/")]:
        page = lin_and_wang[who].get(address)
        assert page.status_code == 200, address
        assert re.search(r'class="[^"]*\bempty\b', page.content.decode()), address
