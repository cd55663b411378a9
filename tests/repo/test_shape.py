"""The house rules that can be counted: short files, short functions, nothing built or foreign in git."""

import ast
from pathlib import Path
from statistics import median

from tests.repo.tracked import ROOT, WRITTEN_BY_TOOLS, named, text_of, tracked

FILE_LINES, FUNCTION_LINES, MEDIAN_LINES = 400, 40, 10
HAND_WRITTEN = {".py", ".js", ".mjs", ".css", ".html"}
BUILT = (".map", ".whl", ".mo", ".pyc", ".min.js", ".min.css", ".so", ".sqlite3")
LARGE = 1_000_000


def is_python(path: Path) -> bool:
    return path.suffix == ".py" and "migrations" not in path.parts


def functions(path: Path) -> list[tuple[int, int]]:
    """Where each function of a file begins, and on how many lines it stands."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.walk(ast.parse(text_of(path)))
    return [
        (node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1) for node in tree if isinstance(node, kinds)
    ]


def test_no_hand_written_file_is_above_400_lines() -> None:
    counted = {named(path): text_of(path).count("\n") for path in tracked() if path.suffix in HAND_WRITTEN}
    assert {name: lines for name, lines in counted.items() if lines > FILE_LINES} == {}


def test_no_function_is_above_40_lines() -> None:
    long = {
        named(path, at): lines
        for path in filter(is_python, tracked())
        for at, lines in functions(path)
        if lines > FUNCTION_LINES
    }
    assert long == {}


def test_the_median_function_is_below_10_lines() -> None:
    source = (path for path in filter(is_python, tracked()) if (ROOT / "src") in path.parents)
    lengths = [lines for path in source for _, lines in functions(path)]
    assert not lengths or median(lengths) < MEDIAN_LINES


def test_nothing_built_is_tracked() -> None:
    foreign = {"node_modules", "dist", ".venv"}
    built = [path for path in tracked() if path.name.endswith(BUILT) or foreign & set(path.relative_to(ROOT).parts)]
    assert [named(path) for path in built] == []


def test_no_tracked_file_is_larger_than_a_megabyte() -> None:
    large = [path for path in tracked() if path.stat().st_size > LARGE and path.name not in WRITTEN_BY_TOOLS]
    assert [named(path) for path in large] == []


def test_every_text_ends_with_a_line_end_and_has_unix_lines() -> None:
    wrong = [named(path) for path in tracked() if (text := text_of(path)) and ("\r" in text or text[-1] != "\n")]
    # CSV packs may show on purpose how a Windows program writes them.
    assert [name for name in wrong if not name.endswith(".csv")] == []
