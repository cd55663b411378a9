"""The job that makes a package. Begun twice, it goes on where the first stopped."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="packing.pack", queueing_lock=None, lock="packing")
def pack(submission: int, **_context: Any) -> None:
    from duibiao.packing.models import Submission
    from duibiao.packing.services import carry_out

    held = Submission.objects.select_related("campaign__edition", "campaign__declared_by", "unit").filter(pk=submission)
    for one in held:
        carry_out(one)
