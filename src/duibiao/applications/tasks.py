"""The job that makes a package. Begun twice, it goes on where the first stopped."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="applications.pack", queueing_lock=None, lock="packing")
def pack(package: int, **_context: Any) -> None:
    from duibiao.applications.models import Package
    from duibiao.applications.services.sending import carry_out

    for one in Package.objects.select_related("selection").filter(pk=package):
        carry_out(one)
