"""Jobs of standards: read a large table."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="standards.read_draft", queueing_lock=None)
def read_draft(draft: int, **_context: Any) -> None:
    """Tables, tree and clauses of a file that was handed in. Begun twice, it is read twice and stands there once."""
    from duibiao.files.progress import told
    from duibiao.standards.drafts import carry_on
    from duibiao.standards.models import ImportDraft

    held = ImportDraft.objects.filter(pk=draft).first()
    if held is not None:
        with told(held.file_id) as say:
            carry_on(draft, say)
