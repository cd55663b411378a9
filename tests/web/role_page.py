"""Writes docs/reference/roles.md from the role table: `python3 dev.py run python -m tests.web.role_page`.

The table is what tests/web/test_roles.py holds against the running views, so the page cannot say what is not so.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
#: heading, and who of the cast stands for it. A unit's account is asked for its own unit and for another.
COLUMNS = (
    ("创建办", ("lin",)),
    ("管理员", ("zheng",)),
    ("领导", ("zhou",)),
    ("单位", ("wang", "zhao")),
    ("督查员", ("chen",)),
    ("测评员", ("wu",)),
)
METHODS = {"page": "看", "form": "看、填", "act": "做", "open": "—"}
HEAD = """# Roles 角色与页面

Who may open which page. Written by `python3 dev.py run python -m tests.web.role_page` from the table that the tests hold
against every view; do not edit it by hand.

● may · ○ may for the own unit and what is below it, and for no other · empty: refused. 看 is a page to read, 看、填 a page with a form,
做 an act without a page. Pages marked — need no log-in. Whoever is not logged in is sent to the log-in page by all others.
A person may hold several roles; then everything adds up.

| role | in the interface | what for |
|---|---|---|
| office | 创建办 | organisation, standards, campaigns, facts, results |
| administrator | 系统管理员 | accounts, roles, the record of acts |
| leader | 领导 | the position in one screen, and decisions |
| unit | 单位（联络员） | the own unit: score, losses, facts |
| inspector | 督查员 | visits units |
| assessor | 上级测评员（只读） | reads, changes nothing |

A unit's account belongs to a unit and sees that unit and what is below it. Results are published by the office and approved by a
leader who did not fix them; nobody does both.
"""


def addresses(patterns: list[object], before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every named view of the site with its address, as a person reads it."""
    from django.urls import URLPattern

    for pattern in patterns:
        address = before + str(pattern.pattern)  # type: ignore[attr-defined]
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name, re.sub(r"<(?:\w+:)?(\w+)>", r"…", address)
        else:
            inner = getattr(pattern, "namespace", None)
            yield from addresses(pattern.url_patterns, address, f"{space}{inner}:" if inner else space)  # type: ignore[attr-defined]


def cell(who: frozenset[str], cast: tuple[str, ...]) -> str:
    inside = [name in who for name in cast]
    return "●" if all(inside) else "○" if any(inside) else ""


def rows() -> dict[str, list[str]]:
    """The lines of each door's table."""
    from django.urls import get_resolver

    from tests.web.role_table import TABLE

    known = dict(addresses(get_resolver().url_patterns))
    found: dict[str, list[str]] = {}
    for name, expect in TABLE.items():
        door = name.rpartition(":")[0]
        cells = ["●" if expect.method == "open" else cell(expect.who, cast) for _heading, cast in COLUMNS]
        said = (f"`/{known[name]}`", METHODS[expect.method], *cells)
        found.setdefault(door, []).append(f"| {' | '.join(said)} |")
    return found


def text() -> str:
    heads = ("address", "", *(heading for heading, _cast in COLUMNS))
    table = f"| {' | '.join(heads)} |\n|---|---|{':-:|' * len(COLUMNS)}\n"
    parts = [f"## {door or 'Everywhere'}\n\n{table}" + "\n".join(lines) + "\n" for door, lines in rows().items()]
    return "\n".join((HEAD, *parts))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
