"""Checklists as data: what comes with the pack is sound, and what the standard does not have is said with its line."""

from duibiao_engine.checklists import FILE, read
from duibiao_engine.packs import find
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text


def standard() -> tuple[Standard, str]:
    folder = find("civilized-demo")
    assert folder is not None
    made, _problems = read_text((folder / "standard.yaml").read_text(encoding="utf-8"))
    assert made is not None
    return made, (folder / FILE).read_text(encoding="utf-8")


def test_the_packs_own_serve_every_clause_that_is_seen_at_a_site() -> None:
    made, text = standard()
    sheets, problems = read(text, FILE, made)
    assert problems == []
    served = {line.clause for sheet in sheets for line in sheet.items}
    seen = {node.code for node in made.leaves if node.code.startswith("2.") and not node.code.startswith("2.8")}
    assert seen <= served  # 2.8 is seen on buses, which stand at no place
    assert {line.kind for sheet in sheets for line in sheet.items} == {"check", "look", "measure", "ask"}


def test_an_unknown_clause_measure_or_key_is_refused_with_its_line() -> None:
    made, text = standard()
    bad = text.replace('clause: "2.13.1", measure: toilet_mark', 'clause: "9.9", measure: no_such', 1)
    line = next(n for n, words in enumerate(bad.splitlines(), 1) if "no_such" in words)
    problems = read(bad, FILE, made)[1]
    assert [problem.place for problem in problems] == [f"第 {line} 行"] * 2
    assert read(text.replace("kind: check", "kind: guess", 1), FILE, made)[1]
    assert read("types: [", FILE, made)[1]
