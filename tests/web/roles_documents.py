"""Who may do what with documents."""

from typing import Any

from tests import documenting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, act, form, page

#: Of unit A, which it was sent to.
CONCERNED = frozenset({"wang"})


def a_document(cast: Cast) -> dict[str, Any]:
    return {"pk": documenting.sent(cast).pk}


def a_forwarding(cast: Cast) -> dict[str, Any]:
    from duibiao.documents.services import keeping
    from duibiao.lib.spans import today

    made = keeping.forward(
        cast.lin, documenting.kept(cast), title="转发", number="青创办〔2026〕1号", issued_on=today(), words=""
    )
    return {"pk": made.pk}


def a_file(cast: Cast) -> dict[str, Any]:
    return {"pk": documenting.sent(cast).files.get().pk}


def a_matter(cast: Cast) -> dict[str, Any]:
    return {"pk": documenting.wanted(cast).pk}


def a_training(cast: Cast) -> dict[str, Any]:
    return {"pk": documenting.trained(cast).pk}


def a_question(cast: Cast) -> dict[str, Any]:
    return {"pk": documenting.asked(cast).pk}


ROWS: dict[str, Expect] = {
    "office:documents": page(OFFICE),
    "office:add_document": form(CLERK),
    "office:document": page(OFFICE, a_document),
    "office:change_document": form(CLERK, a_document),
    "office:document_readers": page(OFFICE, a_document),
    "office:add_document_version": form(CLERK, a_document),
    "office:send_document": form(CLERK, a_document),
    "office:remind_readers": act(CLERK, a_document),
    "office:end_document": form(CLERK, a_document),
    "office:restore_document": act(CLERK, a_document),
    "office:forward_document": form(CLERK, a_document),
    "office:document_paper": page(OFFICE, a_forwarding),
    "office:document_matters": page(OFFICE),
    "office:add_document_matter": form(CLERK, a_document),
    "office:finish_document_matter": act(CLERK, a_matter),
    "office:hold_training": form(CLERK, a_document),
    "office:training": page(OFFICE, a_training),
    "office:write_down_attendance": act(CLERK, a_training),
    "office:answer_document_question": act(CLERK, a_question),
    "office:document_file": page(OFFICE, a_file),
    "unit:documents": page(UNIT_DOOR),
    "unit:document": page(CONCERNED, a_document),
    "unit:read_document": act(CONCERNED, a_document),
    "unit:ask_about_document": act(CONCERNED, a_document),
    "unit:sign_in_training": act(CONCERNED, a_training),
    "unit:document_file": page(CONCERNED, a_file),
}
