"""The JSON shapes of the interface, in both directions."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class MeasureOut(Schema):
    code: str
    name: str
    name_en: str
    kind: str
    unit_word: str


class UnitOut(Schema):
    code: str
    name: str
    kind: str
    parent: str | None

    @staticmethod
    def resolve_parent(unit: Any) -> str | None:
        return unit.parent.code if unit.parent else None


class EditionOut(Schema):
    id: int
    standard: str
    edition: str
    title: str
    issuer: str
    points: float | None
    leaves: int
    state: str
    sha256: str


class CampaignOut(Schema):
    id: int
    title: str
    edition_id: int
    since: date
    until: date
    state: str
    unit_count: int


class FactOut(Schema):
    sequence: int
    uid: str
    measure: str = Field(alias="measure_id")
    unit: str = Field(alias="unit_id")
    site: str | None
    at: datetime | None
    value: float | None
    out_of: float | None
    grade: str | None
    level: str | None
    source: str
    reference: str | None
    recorded_at: datetime
    supersedes: int | None = Field(alias="supersedes_id")
    reason: str | None


class FactsOut(Schema):
    facts: list[FactOut]
    next: int | None = None


class FactIn(Schema):
    uid: str = Field(min_length=1, max_length=80)
    measure: str
    unit: str
    site: str | None = Field(None, max_length=120)
    at: datetime | None = None
    value: float | None = None
    out_of: float | None = None
    grade: str | None = Field(None, max_length=60)
    level: str | None = Field(None, max_length=60)
    reference: str | None = Field(None, max_length=200)
    liable: list[str] = []


class FactsIn(Schema):
    facts: list[FactIn] = Field(min_length=1, max_length=5000)


class CorrectionIn(Schema):
    uid: str = Field(min_length=1, max_length=80)
    reason: str = Field(min_length=1, max_length=300)
    site: str | None = Field(None, max_length=120)
    at: datetime | None = None
    value: float | None = None
    out_of: float | None = None
    grade: str | None = Field(None, max_length=60)
    level: str | None = Field(None, max_length=60)
    reference: str | None = Field(None, max_length=200)


class MovedOut(Schema):
    campaign: int
    unit: str
    total: float | None


class RecordedOut(Schema):
    recorded: list[int]
    known: int
    moved: list[MovedOut]


class TotalOut(Schema):
    unit: str = Field(alias="unit_id")
    group: str
    total: float
    worst: float
    best: float
    full: float
    rate: float | None
    rank: int | None
    grade: str | None
    has_data: bool


class NodeOut(Schema):
    code: str
    name: str
    points: float | None
    worst: float
    best: float
    full: float


class LineOut(Schema):
    indicator: str
    sentence: str
    sentence_en: str


class CardOut(Schema):
    total: TotalOut
    nodes: list[NodeOut]
    lines: list[LineOut]


class SnapshotOut(Schema):
    id: int
    title: str
    campaign: int = Field(alias="campaign_id")
    sequence: int
    since: date
    until: date
    published_at: datetime | None
    result_sha256: str
