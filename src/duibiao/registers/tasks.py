"""Jobs of registers. Begun twice, the same facts stand there."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="registers.follow_rows", queueing_lock=None, retry=3)
def follow_rows(register: int, **_context: Any) -> None:
    """The measures that a register feeds, brought into line with its rows."""
    from duibiao.registers.feeding import bring_into_line

    bring_into_line(register)
