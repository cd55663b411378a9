"""What `kill_nine.py` needs in its county: lines that count and lines that do not, and a unit with materials that stay as they are.

Run inside the site's own environment, once, before it is copied: `python kill_nine_county.py PLAN.json`.
"""

import json
import random
import sys
from pathlib import Path

from duibiao.cli import start_django

start_django()

from duibiao.campaigns.models import Campaign  # noqa: E402
from duibiao.campaigns.queries import participants  # noqa: E402
from duibiao.files import store  # noqa: E402
from duibiao.files.kinds import OFFICE  # noqa: E402
from duibiao.files.models import Blob, Preview  # noqa: E402
from duibiao.ledger.services import giving, requirements, reviewing  # noqa: E402
from duibiao.organisation.models import User  # noqa: E402
from duibiao.standards.models import Measure  # noqa: E402
from duibiao.standards.queries import standard_of  # noqa: E402

QUIET_FILES, QUIET_BYTES = 60, 1_500_000


def main() -> None:
    found = Campaign.objects.filter(requirements__isnull=False, state="running").distinct().select_related("edition")
    campaign = found.order_by("pk")[0]
    lin, wang = User.objects.get(account="lin"), User.objects.get(account="wang")
    leaves = [node.code for node in standard_of(campaign.edition).leaves][:6]
    measures = [
        one for one in Measure.objects.filter(kind="count").order_by("pk") if one.definition.get("per") != "site"
    ]
    lines = [
        requirements.add_requirement(
            lin, campaign, indicator=code, title=f"基准材料 {number}", kind="minutes",
            **({"measure": measures[number], "posts": "count", "number": 3} if number < 3 else {}),
        )
        for number, code in enumerate(leaves)
    ]  # fmt: skip
    assert wang.unit is not None
    quiet, other = [unit for unit in participants(campaign) if unit.pk != wang.unit.pk][:2]
    chance = random.Random(9)
    for number in range(QUIET_FILES):
        content = b"%PDF-1.4\n" + chance.randbytes(QUIET_BYTES) + b"\n%%EOF\n"
        given = giving.Given(store.put([content], name="材料.pdf"), f"材料 {number}.pdf")
        use = giving.give(lin, unit=quiet, files=[given], requirement=lines[3 + number % 3])[0].use
        file = use.material.files.first() if use is not None else None
        if use is not None and file is not None:
            reviewing.accept(lin, use, file=file.pk)
    # LibreOffice would take the machine for minutes: what the demonstration brought counts as turned already
    documents = Blob.objects.filter(media_type__startswith=OFFICE, preview=None)
    Preview.objects.bulk_create([Preview(of=one, why="基准") for one in documents])
    plan = {"campaign": campaign.pk, "lines": [line.pk for line in lines], "wang": wang.unit.pk, "other": other.pk}
    plan |= {"quiet": quiet.pk, "quiet_code": quiet.code}
    Path(sys.argv[1]).write_text(json.dumps(plan), encoding="utf-8")


if __name__ == "__main__":
    main()
