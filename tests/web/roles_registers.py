"""Who may do what with registers."""

from typing import Any

from duibiao.files import services as files
from duibiao.lib.spans import today
from duibiao.registers.importing import kind_for
from tests import makers, registering, scoring
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, Expect, act, form, page

#: Who reads at the unit's door, who writes there, and who works for unit A.
READERS = frozenset({"wang", "zhao", "wu"})
WRITERS = frozenset({"wang", "zhao"})
OWN = frozenset({"wang"})


def a_register(cast: Cast) -> dict[str, Any]:
    return {"pk": registering.activities(cast).pk}


def a_row(cast: Cast) -> dict[str, Any]:
    return {"pk": registering.recorded(cast, registering.activities(cast)).pk}


def two_rows(cast: Cast) -> dict[str, Any]:
    register = registering.activities(cast)
    first = registering.recorded(cast, register, title="宪法宣传日")
    other = registering.recorded(cast, register, by=cast.zhao, unit=cast.unit_b, title="宪法宣传日", apart=True)
    return {"pk": first.pk, "other": other.pk}


def a_column(cast: Cast) -> dict[str, Any]:
    column = registering.activities(cast).columns.get(key="copies")
    return {"pk": column.pk}


def a_feed(cast: Cast) -> dict[str, Any]:
    scoring.quiet(cast)
    return {"pk": registering.fed(cast, registering.activities(cast)).pk}


def a_feed_of_a_unit(cast: Cast) -> dict[str, Any]:
    return {**a_feed(cast), "unit": cast.unit_a.pk}


def a_fed_day(cast: Cast) -> dict[str, Any]:
    return {"feed": a_feed(cast)["pk"], "unit": cast.unit_a.pk, "day": today().isoformat()}


def an_entries_import(cast: Cast) -> dict[str, Any]:
    kind = kind_for(registering.activities(cast))
    content = makers.book(
        ["日期", "种类", "主题、名称", "地点", "参加人数（人）"], [today(), "普法讲座", "讲座", "村部", 20]
    )
    return {"pk": files.simulate(cast.wang, kind=kind, name="活动.xlsx", content=content).pk}


ROWS: dict[str, Expect] = {
    "office:registers": page(OFFICE),
    "office:register": page(OFFICE, a_register),
    "office:register_rows": page(OFFICE, a_register),
    "office:register_entry": page(OFFICE, a_row),
    "office:register_fed": page(OFFICE, a_fed_day),
    "office:register_feeds": page(OFFICE),
    "office:lay_out_registers": act(CLERK),
    "office:add_register": form(CLERK),
    "office:change_register": form(CLERK, a_register),
    "office:add_register_column": form(CLERK, a_register),
    "office:drop_register_column": act(CLERK, a_column),
    "office:close_register": act(CLERK, a_register),
    "office:connect_register": form(CLERK, a_register),
    "office:disconnect_register": act(CLERK, a_feed),
    "office:settle_register": act(CLERK, a_feed_of_a_unit),
    "office:join_entries": act(CLERK, two_rows),
    "leader:registers": page(LEADER),
    "leader:register": page(LEADER, a_register),
    "leader:register_rows": page(LEADER, a_register),
    "leader:register_entry": page(LEADER, a_row),
    "leader:register_fed": page(LEADER, a_fed_day),
    "unit:registers": page(READERS),
    "unit:register": page(READERS, a_register),
    "unit:register_rows": page(READERS, a_register),
    "unit:register_entry": page(frozenset({"wang", "wu"}), a_row),
    "unit:register_fed": page(READERS, a_fed_day),
    "unit:record_in_register": form(WRITERS, a_register),
    "unit:correct_entry": form(OWN, a_row),
    "unit:withdraw_entry": form(OWN, a_row),
    "unit:import_entries": form(WRITERS, a_register),
    "unit:import_entries_template": page(WRITERS, a_register),
    "unit:entries_import": page(OWN, an_entries_import),
    "unit:confirm_entries_import": act(OWN, an_entries_import),
}
