"""A table on its way to an edition: what was settled stays, is remembered, and is nobody's to overwrite unseen."""

import pytest

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.adopting import adoptions
from duibiao.lib import versions
from duibiao.standards import clauses, drafts
from duibiao.standards.draft_rows import Whole
from duibiao.standards.models import ConfirmedClause, DraftIndicator, ImportDraft
from duibiao.standards.services import publish
from duibiao_engine.standard.exporting.workbook import workbook
from duibiao_engine.standard.importing.clauses import read_clause
from duibiao_engine.standard.importing.proposal import ColumnRole, Corrections, TableCorrection
from duibiao_engine.standard.reader import read_text
from tests import drafting, framing, scoring
from tests.cast import Cast

PER = {
    "terms": [clauses.settled_term({"deduct": {"points": 0.5, "per": "missed"}})],
    "measures": [{"code": "missed", "measure": {"name": "没有安排的经费", "kind": "count"}}],
}


def settled(cast: Cast, draft: ImportDraft) -> ImportDraft:
    """Every clause that waits gets a plain rule."""
    for row in draft.indicators.filter(leaf=True):
        drafts.settle(
            cast.lin,
            row,
            version=row.version,
            reading=PER if row.state == "unread" else clauses.confirmed(row.reading or {}),
        )
    drafts.set_head(
        cast.lin,
        draft,
        version=draft.version,
        title="小指标表",
        standard="small-table",
        edition_name="2026",
        issuer="青禾县委",
    )
    return draft


def test_a_table_is_a_tree_with_clauses_in_three_states(cast: Cast) -> None:
    made = drafting.draft(cast)
    assert [(row.code, row.points) for row in made.indicators.filter(depth=1)] == [("1", 10), ("2", 10)]
    assert drafting.clause(made, "领导小组").state == "read"
    assert drafting.clause(made, "出庭应诉").state == "to_confirm"
    assert drafting.clause(made, "经费").state == "unread"
    assert made.title.startswith("青禾县2026年法治建设考核指标体系")


def test_a_file_that_is_none_keeps_its_problem_and_the_draft(cast: Cast) -> None:
    made = drafts.begin(cast.lin, name="扫描.png", content=b"\x89PNG\r\n\x1a\n0000")
    assert made.indicators.count() == 0
    assert made.understood["problems"][0]["remedy"]


def test_what_was_confirmed_outlives_other_columns_and_a_restart(cast: Cast) -> None:
    made = drafting.draft(cast)
    row = drafting.clause(made, "领导小组")
    drafts.confirm(cast.lin, row, version=row.version)
    column = next(one["column"] for one in made.understood["tables"][0]["columns"] if one["role"] == "materials")
    made = ImportDraft.objects.get(pk=made.pk)
    said = Corrections((TableCorrection(1, roles={column: ColumnRole.NOTE}),))
    drafts.correct(cast.lin, made, version=made.version, corrections=said)
    again = drafting.clause(made, "领导小组")
    assert (again.state, again.confirmed_by) == ("confirmed", cast.lin)
    assert again.piece["note"] == "成立文件"


def test_the_same_words_come_back_with_the_reading_that_was_confirmed(cast: Cast) -> None:
    first = drafting.draft(cast)
    row = drafting.clause(first, "经费")
    drafts.settle(cast.lin, row, version=row.version, reading=PER)
    again = drafting.clause(drafting.draft(cast), "经费")
    assert (again.state, again.origin) == ("read", "remembered")
    assert again.remembered is not None
    assert again.remembered.code == row.code
    assert again.reading == ConfirmedClause.objects.get().reading


def test_the_same_words_at_another_indicator_are_proposed_and_not_believed(cast: Cast) -> None:
    row = drafting.clause(drafting.draft(cast), "经费")
    drafts.settle(cast.lin, row, version=row.version, reading=PER)
    rows = list(drafting.ROWS)
    rows[2] = (*rows[2][:2], "3.编制", "人员编制到位。", *rows[2][4:])
    other = drafting.clause(drafting.draft(cast, rows=tuple(rows)), "编制")
    assert (other.state, other.origin) == ("to_confirm", "remembered")


def test_the_second_of_two_people_is_shown_the_first_ones_words(cast: Cast) -> None:
    made = drafting.draft(cast)
    mine, theirs = drafting.clause(made, "经费"), drafting.clause(made, "经费")
    drafts.settle(cast.lin, theirs, version=theirs.version, reading=PER)
    with pytest.raises(versions.Stale) as stale:
        drafts.settle(cast.lin, mine, version=1, reading=PER)
    assert isinstance(stale.value.current, DraftIndicator)
    assert stale.value.current.confirmed_by == cast.lin


def test_a_choice_changes_only_what_it_is_about(cast: Cast) -> None:
    row = drafting.clause(drafting.draft(cast), "出庭应诉")
    reading = row.reading or {}
    options = reading["choices"][0]["options"]
    picked = next(n for n, one in enumerate(options) if "按比例" in one["means"])
    made = clauses.chosen(reading, {0: picked})
    assert made["terms"][0]["term"]["deduct"]["below"]["fraction"] == "linear"
    assert made["terms"][0]["term"]["deduct"]["points"] == 0.5
    assert clauses.state_of(made) == "read"


def test_an_answer_may_add_a_term_or_set_the_cap_over_the_indicator() -> None:
    asked = read_clause("存在占道经营的扣1分，每处扣0.5分。", points=3).model_dump(mode="json")
    both = next(n for n, one in enumerate(asked["choices"][0]["options"]) if len(one["terms"]) == 2)
    assert [list(one["term"]["deduct"]) for one in clauses.chosen(asked, {0: both})["terms"]] == [
        ["points", "per"],
        ["points", "when"],
    ]
    capped = read_clause("未开展宣传的扣0.5分；未悬挂标语的，每处扣0.3分；最多扣3分。", points=4).model_dump(
        mode="json"
    )
    assert clauses.chosen(capped, {0: 0})["cap"] == 3
    last = clauses.chosen(capped, {0: 1})
    assert (last["cap"], last["terms"][1]["term"]["deduct"]["cap"]) == (None, 3)


def test_nothing_becomes_an_edition_while_a_clause_waits(cast: Cast) -> None:
    with pytest.raises(drafts.StillOpen) as still:
        drafts.make_edition(cast.lin, drafting.draft(cast))
    assert drafting.clause(ImportDraft.objects.get(), "经费").code in still.value.waiting


def test_the_units_of_the_table_stand_in_the_decomposition_of_a_campaign(cast: Cast) -> None:
    edition, problems = drafts.make_edition(cast.lin, settled(cast, drafting.draft(cast)))
    assert edition is not None, problems
    edition = publish(cast.lin, edition)
    campaign = campaigns.set_up_campaign(
        cast.lin,
        edition=edition,
        units=[cast.unit_a, cast.unit_b],
        title="小创建",
        since=framing.date(2026, 1, 1),
        until=framing.date(2026, 12, 31),
    )
    held = adoptions(campaign)
    first = next(one for one in held.values() if one.material == "会议纪要")
    assert first.lead == cast.unit_a
    assert [unit.name for unit in first.supporting.all()] == ["城关镇"]


def test_an_export_taken_in_again_is_the_same_edition(cast: Cast) -> None:
    made = drafts.begin(cast.lin, name="标准.xlsx", content=workbook(scoring.TEXT))
    text, waiting = Whole(made, made.indicators.all()).text()
    assert not waiting
    assert text == scoring.TEXT


def test_a_rule_that_was_changed_in_an_export_is_the_only_thing_that_changes(cast: Cast) -> None:
    made = drafts.begin(cast.lin, name="标准.xlsx", content=workbook(scoring.TEXT))
    row = made.indicators.filter(leaf=True).first()
    assert row is not None
    drafts.settle(cast.lin, row, version=row.version, reading=PER)
    text, _waiting = Whole(made, made.indicators.all()).text()
    new, problems = read_text(text)
    old, _none = read_text(scoring.TEXT)
    assert new is not None, problems
    assert old is not None
    differ = [node.code for node in new.leaves if node.indicator.rule != old.by_code[node.code].indicator.rule]
    assert differ == [row.code]
