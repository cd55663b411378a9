"""The verifier as one file, for whoever has neither the site nor the engine: the verifier's own modules, joined.

Its one trick: nothing is written twice. What lies in every package as verify.py is the code that `duibiao verify` runs.
"""

import ast
from functools import cache
from pathlib import Path

_MODULES = ("hashing", "claims", "zip_form", "verifier")
_HEAD = '"""{}"""\n\nfrom __future__ import annotations\n\n'


@cache
def script() -> bytes:
    """The text of verify.py: the standard library's imports first, the modules' own bodies after."""
    imports: set[str] = set()
    bodies, doc = [], ""
    for name in _MODULES:
        text = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        tree, lines = ast.parse(text), text.splitlines()
        doc, start = ast.get_docstring(tree, clean=False) or "", 1
        for one in tree.body:
            if isinstance(one, (ast.Import, ast.ImportFrom)) or one is tree.body[0]:
                start = (one.end_lineno or 0) + 1
            if isinstance(one, (ast.Import, ast.ImportFrom)) and "duibiao_engine" not in (said := ast.unparse(one)):
                imports.add(said)
        bodies.append("\n".join(lines[start - 1 :]).strip())
    imports.discard("from __future__ import annotations")
    ordered = "\n".join(sorted(imports, key=lambda line: (line.startswith("from"), line)))
    return (_HEAD.format(doc) + ordered + "\n\n\n" + "\n\n\n".join(bodies) + "\n").encode()
