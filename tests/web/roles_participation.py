"""Who may do what with residents' reports and with feedback of higher levels. Reporting itself is open to everybody."""

from datetime import timedelta
from typing import Any

from duibiao.inspections import checklists
from duibiao.inspections.models import Item
from duibiao.lib.spans import today
from duibiao.participation.models import Report
from duibiao.participation.services import assessments, feedback, residents
from duibiao.participation.taking_apart import Item as Found
from tests import dutying, reporting
from tests.cast import Cast
from tests.web import roles_field
from tests.web.roles import CLERK, OFFICE, Expect, act, form, page


def a_report(cast: Cast) -> dict[str, Any]:
    return {"pk": reporting.report(contact="13800000000").pk}


def a_report_photo(cast: Cast) -> dict[str, Any]:
    made = reporting.report(photos=[residents.Sent("a.jpg", reporting.photo())])
    photo = made.photos.first()
    assert photo is not None
    return {"pk": photo.pk}


def a_code(cast: Cast) -> dict[str, Any]:
    return {"code": Report.objects.get(**a_report(cast)).code}


def a_paper(cast: Cast) -> dict[str, Any]:
    chunks = {"file": [b"%PDF-1.4\n%%EOF"], "file_name": "a.pdf"}
    return {"pk": reporting.paper(cast, dutying.campaign(cast), **chunks).pk}


def an_item(cast: Cast) -> dict[str, Any]:
    made = reporting.paper(cast, dutying.campaign(cast))
    return {"pk": feedback.add_items(cast.lin, made, [Found("路面破损")], due_on=today() + timedelta(days=9))[0].pk}


def an_aspect(cast: Cast) -> dict[str, Any]:
    return {**a_paper(cast), "aspect": "field"}


def a_result(cast: Cast) -> dict[str, Any]:
    paper, sheet = reporting.paper(cast, dutying.campaign(cast)), {"file": [b"%PDF-1.4\n%%EOF"], "file_name": "a.pdf"}
    made = assessments.set_result(cast.lin, paper, aspect="field", points=80, out_of=100, words="", **sheet)
    return {"pk": made.pk}


def an_example(cast: Cast) -> dict[str, Any]:
    item = Item.objects.get(**roles_field.an_item(cast))
    checklists.set_pictures(cast.lin, item, right=("a.jpg", reporting.photo()))
    return {"pk": item.pk, "side": "right"}


ROWS: dict[str, Expect] = {
    "public:report": Expect("open"),
    "public:follow": Expect("open"),
    "public:followed": Expect("open", arguments=a_code),
    "openrosa:picture": Expect("open"),
    "office:reports": page(OFFICE),
    "office:report": page(OFFICE, a_report),
    "office:accept_report": act(CLERK, a_report),
    "office:merge_report": act(CLERK, a_report),
    "office:refuse_report": act(CLERK, a_report),
    "office:answer_report": act(CLERK, a_report),
    "office:report_contact": act(CLERK, a_report),
    "office:report_photo": page(OFFICE, a_report_photo),
    "office:papers": page(OFFICE),
    "office:assessments": page(OFFICE),
    "office:assessment": page(OFFICE, a_paper),
    "office:set_route": form(CLERK, a_paper),
    "office:set_aspect_result": form(CLERK, an_aspect),
    "office:aspect_result_file": page(OFFICE, a_result),
    "office:opinions": page(OFFICE),
    "office:assign_opinion": act(CLERK, an_item),
    "office:add_paper": form(CLERK),
    "office:paper": page(OFFICE, a_paper),
    "office:paper_docx": page(OFFICE, a_paper),
    "office:paper_file": page(OFFICE, a_paper),
    "office:change_paper": form(CLERK, a_paper),
    "office:take_apart": form(CLERK, a_paper),
    "office:set_for_several": act(CLERK, a_paper),
    "office:assign_paper": act(CLERK, a_paper),
    "office:paper_marks": page(OFFICE, a_paper),
    "office:set_marks": form(CLERK, a_paper),
    "office:change_feedback_item": form(CLERK, an_item),
    "office:drop_feedback_item": act(CLERK, an_item),
    "office:item_examples": form(CLERK, roles_field.an_item),
    "office:item_picture": page(OFFICE, an_example),
    "office:reassign": form(CLERK, roles_field.an_assignment),
}
