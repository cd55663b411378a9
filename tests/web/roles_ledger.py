"""Who may do what with the ledger."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from duibiao.files import uploading
from duibiao.inspections.models import Attachment, Visit
from duibiao.ledger.models import Use
from duibiao.ledger.services import freezing, inspecting, requirements, siting
from duibiao.lib.spans import today
from tests import ledgering, scoring, visiting
from tests.cast import Cast
from tests.web.roles import CLERK, EVERYBODY, OFFICE, Expect, nothing

UNITS = frozenset({"wang", "zhao"})
UNIT_A = frozenset({"wang"})
READERS = frozenset({"wang", "zhao", "wu"})
GIVERS = frozenset({"lin", "wang", "zhao"})
OF_UNIT_A = frozenset({"wang", "wu"})


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.quiet(cast).pk}


def a_whole(cast: Cast) -> Use:
    return ledgering.used(cast, ledgering.requirement(cast, scoring.quiet(cast)))


def a_unit_of(cast: Cast) -> dict[str, Any]:
    return {**a_campaign(cast), "unit": cast.unit_a.pk}


def a_fixed(cast: Cast) -> dict[str, Any]:
    return {"pk": freezing.freeze(cast.lin, a_whole(cast).requirement.campaign, title="申报稿").pk}


def a_receipt(cast: Cast) -> dict[str, Any]:
    held = freezing.freeze(cast.lin, a_whole(cast).requirement.campaign, title="申报稿")
    freezing.note_receipt(cast.lin, held, number="1", day=today(), blob=ledgering.blob())
    return {"pk": held.pk}


def a_volume(cast: Cast) -> dict[str, Any]:
    use = a_whole(cast)
    return {"pk": use.requirement.campaign_id, "way": "unit", "year": use.material.at.year, "key": use.unit_id}


def a_mark(cast: Cast) -> dict[str, Any]:
    return {**a_unit_of(cast), "code": "1.1"}


def a_line(cast: Cast) -> dict[str, Any]:
    return {"pk": a_whole(cast).requirement_id, "unit": cast.unit_a.pk}


def a_chosen(cast: Cast) -> dict[str, Any]:
    return a_line(cast)


def a_use(cast: Cast) -> dict[str, Any]:
    return {"pk": a_whole(cast).pk}


def a_material(cast: Cast) -> dict[str, Any]:
    return {"pk": a_whole(cast).material_id}


def a_file(cast: Cast) -> dict[str, Any]:
    return {"pk": ledgering.newest(a_whole(cast))}


def a_site_photo(cast: Cast) -> dict[str, Any]:
    """Of what was seen at a site that a material of unit A is about."""
    visiting.visited(cast, visiting.running(cast))
    visit, use = Visit.objects.get(), a_whole(cast)
    siting.link_site(cast.lin, use.material, visit.site)
    blob = ledgering.blob(ledgering.png(), "1.png")
    photo = Attachment.objects.create(submission=visit.submission, name="1.png", blob=blob)
    visit.observations.earliest("pk").photos.add(photo)
    return {"pk": use.material_id, "photo": photo.pk}


def a_requirement(cast: Cast) -> dict[str, Any]:
    return {"pk": ledgering.requirement(cast, scoring.quiet(cast)).pk}


def a_leaf(cast: Cast) -> dict[str, Any]:
    return {**a_campaign(cast), "code": "1.1"}


def a_frozen(cast: Cast) -> dict[str, Any]:
    return {"pk": freezing.freeze(cast.lin, a_whole(cast).requirement.campaign, title="申报稿").pk}


def a_pass(cast: Cast) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=1)
    return {"pk": inspecting.open_pass(cast.lin, scoring.quiet(cast), name="评估组", until=until)[0].pk}


def a_remark(cast: Cast) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=1)
    held = inspecting.open_pass(cast.lin, scoring.quiet(cast), name="评估组", until=until)[0]
    return {"pk": inspecting.remark(held, indicator="1.1", words="页码不清").pk}


def a_look(cast: Cast) -> dict[str, Any]:
    use = a_whole(cast)
    return {"pk": use.requirement.campaign_id, "code": "1.1", "use": use.pk}


def a_checked(cast: Cast) -> dict[str, Any]:
    """Waits for the unit's own leader."""
    campaign = scoring.quiet(cast)
    requirements.set_window(cast.lin, campaign, two_levels=True)
    ledgering.leads(cast.wang, cast.unit_a)
    return {"pk": ledgering.used(cast, ledgering.requirement(cast, campaign)).pk}


def a_token(cast: Cast) -> dict[str, Any]:
    return {"token": "unknown"}


def an_upload(cast: Cast) -> dict[str, Any]:
    return {"key": uploading.begin(cast.wang, sha256="a" * 64, size=9, name="a.pdf").key}


OFFICE_ROWS = {
    "fixed": Expect("page", OFFICE, a_fixed),
    "receipt_file": Expect("page", OFFICE, a_receipt),
    "volumes": Expect("page", OFFICE, a_campaign),
    "volume": Expect("page", OFFICE, a_volume),
    "ledgers": Expect("page", OFFICE, nothing),
    "ledger": Expect("page", OFFICE, a_campaign),
    "chase": Expect("act", CLERK, a_campaign),
    "ledger_window": Expect("form", CLERK, a_campaign),
    "requirements": Expect("page", OFFICE, a_campaign),
    "propose_requirements": Expect("form", CLERK, a_campaign),
    "add_requirement": Expect("form", CLERK, a_leaf),
    "change_requirement": Expect("form", CLERK, a_requirement),
    "drop_requirement": Expect("act", CLERK, a_requirement),
    "frozen": Expect("page", OFFICE, a_campaign),
    "freeze": Expect("act", CLERK, a_campaign),
    "note_receipt": Expect("act", CLERK, a_frozen),
    "passes": Expect("page", OFFICE, a_campaign),
    "open_pass": Expect("act", CLERK, a_campaign),
    "new_code": Expect("act", CLERK, a_pass),
    "close_pass": Expect("act", CLERK, a_pass),
    "settle_remark": Expect("act", CLERK, a_remark),
    "ledger_unit": Expect("page", OFFICE, a_unit_of),
    "line_materials": Expect("page", OFFICE, a_line),
    "give": Expect("act", CLERK, a_line),
    "use_material": Expect("act", CLERK, a_line),
    "stop_using": Expect("act", CLERK, a_use),
    "materials": Expect("page", OFFICE, nothing),
    "material": Expect("page", OFFICE, a_material),
    "change_material": Expect("form", CLERK, a_material),
    "add_version": Expect("act", CLERK, a_material),
    "withdraw_material": Expect("act", CLERK, a_material),
    "link_site": Expect("act", CLERK, a_material),
    "review_queue": Expect("page", CLERK, nothing),
    "review": Expect("page", CLERK, a_use),
    "review_accept": Expect("act", CLERK, a_use),
    "review_return": Expect("act", CLERK, a_use),
}
UNIT_ROWS = {
    "volumes": Expect("page", READERS, a_campaign),
    "volume": Expect("page", OF_UNIT_A, a_volume),
    "ledgers": Expect("page", READERS, nothing),
    "ledger_unit": Expect("page", OF_UNIT_A, a_unit_of),
    "self_mark": Expect("form", UNIT_A, a_mark),
    "materials": Expect("page", READERS, nothing),
    "review_queue": Expect("page", UNITS, nothing),
    "reading": Expect("page", frozenset({"wu"}), a_campaign),
    "reading_indicator": Expect("page", frozenset({"wu"}), a_leaf),
    "reading_look": Expect("page", frozenset({"wu"}), a_look),
}
#: What belongs to unit A and is refused to unit B.
OWN_ROWS = {
    "line_materials": Expect("page", OF_UNIT_A, a_line),
    "give": Expect("act", UNIT_A, a_line),
    "use_material": Expect("act", UNIT_A, a_line),
    "stop_using": Expect("act", UNIT_A, a_use),
    "material": Expect("page", OF_UNIT_A, a_material),
    "change_material": Expect("form", UNIT_A, a_material),
    "add_version": Expect("act", UNIT_A, a_material),
    "withdraw_material": Expect("act", UNIT_A, a_material),
    "link_site": Expect("act", UNIT_A, a_material),
    "review": Expect("page", UNIT_A, a_checked),
    "review_accept": Expect("act", UNIT_A, a_checked),
    "review_return": Expect("act", UNIT_A, a_checked),
}
ROWS: dict[str, Expect] = {
    **{f"office:{name}": expect for name, expect in OFFICE_ROWS.items()},
    **{f"unit:{name}": expect for name, expect in {**UNIT_ROWS, **OWN_ROWS}.items()},
    "upload_begin": Expect("act", GIVERS, nothing),
    "upload_so_far": Expect("page", UNIT_A, an_upload),
    "upload_finish": Expect("act", UNIT_A, an_upload),
    "material_file": Expect("page", EVERYBODY - {"chen", "zhao"}, a_file),
    "material_site_photo": Expect("page", EVERYBODY - {"chen", "zhao"}, a_site_photo),
    **{
        f"public:{name}": Expect("open", arguments=a_token)
        for name in (
            "enter",
            "visit",
            "visit_file",
            "visit_site_photo",
            "visit_remark",
            "visit_indicator",
            "visit_look",
        )
    },
}
