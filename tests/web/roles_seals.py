"""Who may do what with seals, hints, forgeries and packages."""

from typing import Any

from duibiao.ledger.services import reviewing
from duibiao.organisation.choices import Role
from duibiao.packing.models import Submission
from duibiao.packing.services import ask, carry_out
from duibiao.seals.models import Entry
from duibiao.seals.services import seal
from duibiao.truth import spot_checks
from duibiao.truth.models import Forgery, Hint, SpotCheck
from duibiao.truth.services import report
from tests import ledgering, makers, scoring
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, Expect


def page(who: frozenset[str], arguments: Any = lambda cast: {}) -> Expect:
    return Expect("page", who, arguments)


def act(who: frozenset[str], arguments: Any = lambda cast: {}) -> Expect:
    return Expect("act", who, arguments)


def a_seal(cast: Cast) -> dict[str, Any]:
    made = seal()
    assert made is not None
    return {"number": made.number}


def a_row(cast: Cast) -> dict[str, Any]:
    seal()
    row = Entry.objects.earliest("index")
    return {"kind": row.kind, "row": row.row}


def a_hint(cast: Cast) -> dict[str, Any]:
    made = Hint.objects.create(material=ledgering.material(cast), kind="edited", detail={"software": "GIMP"})
    return {"pk": made.pk}


def a_photo(cast: Cast) -> dict[str, Any]:
    material = ledgering.given(cast.wang, cast.unit_a, None, "会场.png", ledgering.png()).material
    return {"pk": material.files.get().pk}


def a_material(cast: Cast) -> dict[str, Any]:
    return {"pk": ledgering.material(cast).pk}


def a_quiet_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.quiet(cast).pk}


def _drawn(cast: Cast) -> SpotCheck:
    campaign = scoring.quiet(cast)
    use = ledgering.used(cast, ledgering.requirement(cast, campaign))
    reviewing.accept(cast.lin, use, file=ledgering.newest(use))
    return spot_checks.draw(cast.lin, campaign, title="抽查", size=1)


def a_spot_check(cast: Cast) -> dict[str, Any]:
    return {"pk": _drawn(cast).pk}


def a_spot_item(cast: Cast) -> dict[str, Any]:
    return {"pk": _drawn(cast).items.get().pk}


def a_forgery(cast: Cast) -> dict[str, Any]:
    """Reported by somebody of the office who is not of the cast, so that each of the cast could be the second."""
    made: Forgery = report(makers.account("he", Role.OFFICE), ledgering.material(cast), words="公章与备案不符")
    return {"pk": made.pk}


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.campaign(cast).pk}


def a_submission(cast: Cast) -> dict[str, Any]:
    made = ask(cast.lin, scoring.campaign(cast))
    carry_out(made)
    return {"pk": Submission.objects.get().pk}


ROWS = {
    "office:seals": page(OFFICE),
    "office:seal": page(OFFICE, a_seal),
    "office:seal_proof": page(OFFICE, a_row),
    "office:seal_now": act(OFFICE),
    "office:check_seals": act(OFFICE),
    "office:truth": page(CLERK),
    "office:truth_patterns": page(CLERK),
    "office:truth_hint": page(CLERK, a_hint),
    "office:judge_hint": act(CLERK, a_hint),
    "office:truth_photo": page(CLERK, a_photo),
    "office:cover_photo": Expect("form", CLERK, a_photo),
    "office:draft_forgery_notice": act(CLERK, a_forgery),
    "office:spot_checks": page(CLERK | LEADER),
    "office:spot_check": page(CLERK | LEADER, a_spot_check),
    "office:look_again": act(CLERK | LEADER, a_spot_item),
    "office:draw_spot_check": Expect("form", CLERK, a_quiet_campaign),
    "office:undertakings": page(OFFICE, a_quiet_campaign),
    "office:forgeries": page(CLERK | LEADER),
    "office:forgery": page(CLERK | LEADER, a_forgery),
    "office:report_forgery": Expect("form", CLERK, a_material),
    "office:decide_forgery": act(CLERK | LEADER, a_forgery),
    "office:submissions": page(CLERK, a_campaign),
    "office:ask_submission": act(CLERK, a_campaign),
    "office:submission": page(CLERK, a_submission),
    "office:submission_file": page(CLERK, a_submission),
    "office:submission_again": act(CLERK, a_submission),
    "office:remove_submission": act(CLERK, a_submission),
    "public:seals": Expect("open"),
    "public:seals_file": Expect("open"),
    "public:verifier": Expect("open"),
    "public:result_proof": Expect("open"),
}
