"""Obligations for tests: laid down by the office, fulfilled by unit A."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.obligations import services
from duibiao.obligations.models import Fulfilment, Obligation
from tests import dutying
from tests.cast import Cast

_numbers = count(1)
PDF = b"%PDF-1.4\n%%EOF\n"


def laid_down(cast: Cast, of: Campaign | None = None, **given: Any) -> Obligation:
    """Twice a year; unit A and unit B take part."""
    campaign = of or dutying.campaign(cast)
    start = {
        "name": "党委会专题研究法治工作", "grounds": "年度要点第三条", "times": 2, "since": today() - timedelta(days=200),
        "due_on": campaign.until,
    }  # fmt: skip
    return services.lay_down(cast.lin, campaign, **{**start, **given})


def fulfilled(
    cast: Cast, of: Obligation | None = None, *, days_ago: int = 3, file: Iterable[bytes] | None = None, **given: Any
) -> Fulfilment:
    start = {
        "unit": cast.unit_a, "uid": f"f{next(_numbers)}", "done_on": today() - timedelta(days=days_ago),
        "words": "第 3 次会议，纪要〔2026〕3 号",
    }  # fmt: skip
    by = given.pop("by", cast.wang)
    return services.fulfil(by, of or laid_down(cast), file=file, **{**start, **given})
