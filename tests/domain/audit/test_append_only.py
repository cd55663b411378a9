"""An audit line, once written, stays: the database refuses everybody."""

import pytest
from django.db import IntegrityError, connection, transaction

from duibiao.audit.choices import ACTS
from duibiao.audit.models import Line
from tests import words
from tests.cast import Cast


@pytest.mark.parametrize("sql", ["UPDATE audit_line SET act = 'x'", "DELETE FROM audit_line", "TRUNCATE audit_line"])
def test_the_database_refuses_to_change_a_line(cast: Cast, sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Line.objects.exists()


@pytest.mark.parametrize("part", sorted(path.name for path in words.HOME.iterdir() if (path / "__init__.py").is_file()))
def test_every_act_that_a_part_notes_has_words(part: str) -> None:
    written = words.re.compile(r'note\(\s*\w+, "(\w+\.\w+)"')
    noted = {
        act
        for path in words.modules()
        if path.relative_to(words.HOME).parts[0] == part
        for act in written.findall(path.read_text(encoding="utf-8"))
    }
    assert noted <= set(ACTS)
