"""The engine is told everything. It asks no clock and no chance, so that the same call gives the same answer for ever."""

import ast
from pathlib import Path

from tests.repo.tracked import ROOT, named, text_of, tracked

CLOCKS = {"now", "today", "utcnow", "time_ns", "localtime", "gmtime", "current_date", "current_timestamp"}
CHANCES = {"uuid1", "uuid4", "urandom", "SystemRandom", "token_hex", "token_urlsafe", "default_rng"}
DICE = {"random", "randint", "choice", "choices", "shuffle", "sample", "uniform", "gauss", "seed", "randrange"}


def engine() -> list[Path]:
    return [path for path in tracked() if ROOT / "src" / "duibiao_engine" in path.parents and path.suffix == ".py"]


def asked(node: ast.AST) -> bool:
    """Whether a call asks the clock or chance. `random.Random(seed)` does not: its seed was told."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name, owner = node.func.attr, node.func.value
    module = owner.id if isinstance(owner, ast.Name) else ""
    seedless = (module, name) == ("random", "Random") and not node.args
    return (
        name in CLOCKS | CHANCES
        or seedless
        or (module == "random" and name in DICE)
        or (module, name) == ("time", "time")
    )


def test_the_engine_asks_neither_the_clock_nor_chance() -> None:
    calls = [(path, node) for path in engine() for node in ast.walk(ast.parse(text_of(path))) if asked(node)]
    assert [named(path, getattr(node, "lineno", None)) for path, node in calls] == []


def test_a_call_of_the_clock_would_be_found() -> None:
    for guilty in ("datetime.date.today()", "time.time()", "random.random()", "random.Random()", "uuid.uuid4()"):
        assert any(map(asked, ast.walk(ast.parse(guilty)))), guilty
    for innocent in ("random.Random(seed)", "dice.choice(names)", "datetime.date(2026, 1, 1)", "time.monotonic()"):
        assert not any(map(asked, ast.walk(ast.parse(innocent)))), innocent
