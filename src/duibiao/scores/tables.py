"""The site's tables as the engine's expressions see them.

Facts name catalogue measures; an edition has words of its own. The join with the edition's bindings translates at reading,
so that moving to another edition changes no fact.

A compiled text serves every campaign under the same standard: two numbers stand in it where the campaign and its edition
are bound.
"""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from duibiao.campaigns.models import Campaign
from duibiao_engine.facts.schema import FACTS
from duibiao_engine.scoring.incremental import Tables
from duibiao_engine.scoring.lines import Frame

#: Stand in a compiled text where a campaign and its edition are bound; no row ever has such a number.
CAMPAIGN, EDITION = 7_000_000_000_000_000_001, 7_000_000_000_000_000_002

_KEPT = {
    "campaign_id": "int64", "unit": "string", "node": "int32", "worst": "float64", "best": "float64", "full": "float64",
    "counted": "boolean", "in_full": "boolean", "applies": "boolean", "open": "int64",
}  # fmt: skip
LINES = {
    "campaign_id": "int64", "unit": "string", "node": "int32", "term": "int32", "n": "int64", "x": "float64",
    "y": "float64", "latest": "float64", "grade": "string", "rank": "int64", "top": "float64", "known": "boolean",
    "delta": "float64", "worst": "float64", "best": "float64",
}  # fmt: skip


def facts(edition: int) -> ir.Table:
    """The journal in an edition's own words."""
    fact = ibis.table(_schema(FACTS), name="facts_in_local_time")
    binding = ibis.table({"edition_id": "int64", "code": "string", "measure": "string"}, name="standards_binding")
    mine = binding.filter(binding.edition_id == edition).select(catalogue="measure", word="code")
    joined = fact.join(mine, fact.measure == mine.catalogue)
    return joined.select(**{name: joined["word" if name == "measure" else name] for name in FACTS.names})


def _schema(schema: pa.Schema) -> ibis.Schema:
    return ibis.Schema.from_pyarrow(schema)


def frame(campaign: int) -> Frame:
    """The units that take part, their groups, and what does not apply to whom."""
    part = ibis.table({"campaign_id": "int64", "unit": "string"}, name="campaigns_participant")
    part = part.filter(part.campaign_id == campaign).select("unit")
    unit = ibis.table({"id": "int64", "code": "string", "name": "string", "kind": "string"}, name="organisation_unit")
    group = ibis.table({"id": "int64", "name": "string"}, name="organisation_unitgroup").select(gid="id", group="name")
    member = ibis.table({"unit_id": "int64", "unitgroup_id": "int64"}, name="organisation_unit_groups")
    named = unit.join(part, unit.code == part.unit)
    groups = named.join(member, named.id == member.unit_id)
    groups = groups.join(group, groups.unitgroup_id == group.gid)
    return Frame(
        units=named.select("unit", "name", "kind", parent=ibis.null("string")),
        unit_groups=groups.select("unit", "group"),
        not_applicable=_not_applicable(campaign),
    )


def _not_applicable(campaign: int) -> ir.Table:
    columns = {
        "campaign_id": "int64",
        "unit": "string",
        "indicator": "string",
        "reason": "string",
        "taken_back_at": "timestamp",
    }
    decided = ibis.table(columns, name="campaigns_notapplicable")
    standing = decided.filter(decided.campaign_id == campaign, decided.taken_back_at.isnull())
    return standing.select("unit", "indicator", "reason")


def nodes(campaign: int) -> ir.Table:
    """The rows of nodes that are kept."""
    kept = ibis.table(_KEPT, name="scores_noderow")
    return kept.filter(kept.campaign_id == campaign).drop("campaign_id")


def lines(campaign: int) -> ir.Table:
    """The lines that are kept."""
    kept = ibis.table(LINES, name="scores_linerow")
    return kept.filter(kept.campaign_id == campaign).drop("campaign_id")


def anybodys() -> Tables:
    """Everything that a campaign's scores are worked out from, whichever campaign it is."""
    return Tables(facts(EDITION), frame(CAMPAIGN), nodes(CAMPAIGN))


def bound(text: str, campaign: Campaign) -> str:
    """A compiled text, about one campaign."""
    return text.replace(str(CAMPAIGN), str(campaign.pk)).replace(str(EDITION), str(campaign.edition_id))
