"""Jobs of duties: the asks follow what became of them."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="duties.bring_asks_into_line", retry=3)
def bring_asks_into_line(duties: list[int], **_context: Any) -> None:
    from duibiao.duties.asking import bring_into_line

    bring_into_line(duties)
