"""The whole role table: the doors' common rows and those of each part, `ROWS` in a `roles_<part>.py` beside this file."""

from importlib import import_module
from pathlib import Path

from tests.web import roles

PARTS = sorted(path.stem for path in Path(__file__).parent.glob("roles_*.py"))
TABLE: dict[str, roles.Expect] = {
    **roles.TABLE,
    **{name: expect for part in PARTS for name, expect in import_module(f"tests.web.{part}").ROWS.items()},
}
