"""How long a sheet of 1,200 rows takes: the table read, the tree proposed, all clauses read, the pack written.

Targets: table ≤ 2 s, clauses ≤ 3 s.
"""

from __future__ import annotations

import argparse
import io
import platform
import time
from collections.abc import Callable
from typing import Any

import openpyxl

from duibiao_engine.standard.importing.clause_readings import with_readings
from duibiao_engine.standard.importing.files import read_bytes
from duibiao_engine.standard.importing.pack import pack_of
from duibiao_engine.standard.importing.proposing import propose

HEADS = ("一级指标", "二级指标", "三级指标", "测评内容", "计分办法", "分值", "测评方法", "责任单位", "备注")
CLAUSES = (
    "未成立领导小组扣0.5分；专题研究每少一次扣{n}分，扣完为止。",
    "每发现一处扣{n}分，最多扣2分。",
    "按期办结率达到95%，每低1个百分点扣{n}分，扣完为止。",
    "没有方案的不得分；每迟报一次扣{n}分。",
    "达到90%以上得满分，80%–90%得{n}分，低于80%不得分。",
)


def sheet(rows: int) -> bytes:
    """Ten second-level items of four leaves under every first-level one, merged as offices do; each clause is another text."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(("示例县年度考核细则",))
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    page.append(HEADS)
    for n in range(rows):
        clause = CLAUSES[n % len(CLAUSES)].format(n=round(0.1 + n % 37 / 10, 1))
        first, second = f"{n // 40 + 1}、第{n // 40 + 1}类工作", f"（{n // 4 % 10 + 1}）第{n // 4 + 1}项"
        page.append(
            (
                first,
                second,
                f"{n % 4 + 1}.事项{n + 1}",
                f"事项{n + 1}每年不少于{n % 5 + 2}次",
                clause,
                5,
                "查阅资料",
                "县司法局",
                None,
            )
        )
    for column, step in ((1, 40), (2, 4)):
        for top in range(3, rows + 3, step):
            page.merge_cells(
                start_row=top, start_column=column, end_row=min(top + step - 1, rows + 2), end_column=column
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def timed(does: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds (the best of three) and the result."""
    best, result = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        result = does()
        best = min(best, time.perf_counter() - start)
    return best, result


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1200)
    rows = options.parse_args().rows
    content = sheet(rows)
    print(f"{platform.machine()}, Python {platform.python_version()}; {rows} rows, {len(content) // 1024} KB")
    reading, source = timed(lambda: read_bytes("表.xlsx", content))
    tree, proposal = timed(lambda: propose(source))
    clauses, read = timed(lambda: with_readings(proposal))
    writing, _ = timed(lambda: pack_of(read, source))
    assert len(proposal.leaves) == rows, len(proposal.leaves)
    print(f"{'file':<10}{reading:>8.2f} s\n{'tree':<10}{tree:>8.2f} s")
    print(f"{'table':<10}{reading + tree:>8.2f} s   target 2 s: {'met' if reading + tree <= 2 else 'MISSED'}")
    print(f"{'clauses':<10}{clauses:>8.2f} s   target 3 s: {'met' if clauses <= 3 else 'MISSED'}")
    print(f"{'pack':<10}{writing:>8.2f} s")


if __name__ == "__main__":
    main()
