"""Steps of progress as people write them, a line for each: 2026-10-20 完成自查 40%."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from duibiao.duties.models import Step
from duibiao.lib.sheets import date_of

_LINE = re.compile(r"^(\S+?)[\s,，:：]+(.*?)\s*(?:(\d{1,3})\s*[%％])?$")


def read_steps(text: str) -> tuple[list[tuple[date, str, int | None, float | None]], str]:
    """The steps, and what is wrong in words (empty: nothing). Lines or semicolons separate."""
    steps: list[tuple[date, str, int | None, float | None]] = []
    for line in filter(None, (one.strip() for one in re.split(r"[\n；;]", text or ""))):
        found = _LINE.match(line)
        day = date_of(found[1]) if found else None
        if found is None or day is None:
            return [], _("“%s”看不懂：请写“日期 做到什么 进度%%”，如 2026-10-20 完成自查 40%%。") % line[:40]
        percent = int(found[3]) if found[3] else None
        if percent is not None and percent > 100:
            return [], _("“%s”的进度超过 100%%，请改。") % line[:40]
        steps.append((day, found[2][:200] or _("完成"), percent, None))
    return steps, ""


def written(steps: Iterable[Step]) -> str:
    """As `read_steps` reads them."""
    return "\n".join(
        f"{one.day} {one.words}" + (f" {one.percent}%" if one.percent is not None else "") for one in steps
    )
