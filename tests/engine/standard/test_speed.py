from __future__ import annotations

import time

import pytest

from duibiao_engine.standard.reader import read_text


def large(leaves_each: int, *, wrong: bool) -> str:
    """Thirty second-level indicators with so many leaves each; where wrong, each leaf has an unquoted code and an unknown measure."""
    lines = ["id: large", "title: 大", 'edition: "1"', "issuer: 示例", f"points: {150 * leaves_each}", "measures:"]
    lines += [f"  m{n}: {{name: 计量项{n}, kind: {'ratio' if n % 2 else 'count'}}}" for n in range(30 * leaves_each)]
    lines.append("indicators:")
    for part in range(10):
        lines += [f'  - code: "{part}"', f"    name: 部分{part}", f"    points: {15 * leaves_each}", "    children:"]
        for aspect in range(3):
            lines += [
                f'      - code: "{part}.{aspect}"',
                f"        name: 方面{aspect}",
                f"        points: {5 * leaves_each}",
                "        children:",
            ]
            for leaf in range(leaves_each):
                number = (part * 3 + aspect) * leaves_each + leaf
                code = f"{number}.5" if wrong else f'"{part}.{aspect}.{leaf}"'
                rule = f"{{points: 1, below: {{measure: m{number}, target: 95, fraction: whole}}, cap: 5}}"
                if number % 2 == 0:
                    rule = f"{{points: 1, short_of: {{measure: m{number}{'x' if wrong else ''}, target: 5}}}}"
                lines += [
                    f"          - code: {code}",
                    f"            name: 第{number}项",
                    "            points: 5",
                    "            method: material",
                ]
                lines += [
                    f"            text: 第{number}项工作每少一次扣一分，扣完为止。",
                    "            rule:",
                    f"              - deduct: {rule}",
                ]
    return "\n".join(lines)


@pytest.mark.parametrize(("wrong", "problems"), [(False, 0), (True, 2400)])
def test_the_time_to_check_twelve_hundred_leaves_does_not_explode(wrong: bool, problems: int) -> None:
    text = large(40, wrong=wrong)
    spent = []
    for _ in range(2):
        began = time.process_time()
        found = read_text(text)[1]
        spent.append(time.process_time() - began)
        assert len(found) == problems
    # a second on a quiet machine; checks that looked at every pair of leaves would take minutes
    assert min(spent) < 10
