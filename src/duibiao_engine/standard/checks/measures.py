"""Measures: each is well defined, each is used, and none is called that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from duibiao_engine.standard.checks.findings import Findings, Path
from duibiao_engine.standard.measures import Measure


def check_measures(findings: Findings) -> None:
    """Definitions, then calls to unknown ones, then the ones that nobody calls."""
    for code, measure in findings.standard.measures.items():
        _definition(findings, ("measures", code), measure)
    _names(findings)
    used = set()
    for path, code in calls(findings):
        used.add(code)
        if code not in findings.standard.measures:
            _unknown(findings, path, code)
    _unused(findings, used)


def calls(findings: Findings) -> Iterator[tuple[Path, str]]:
    """Every place that names a measure, and the name."""
    for spot in findings.leaves:
        for term, path in spot.terms():
            for key, code in _named_by(term.parameters):
                yield spot.inside(path, term, key), code
    for row, card in enumerate(findings.standard.scorecards):
        if card.measures != "all":
            yield from ((("scorecards", row, "measures", place), code) for place, code in enumerate(card.measures))
    for row, veto in enumerate(findings.standard.vetoes):
        if veto.event is not None:
            yield ("vetoes", row, "event"), veto.event
    for row, penalty in enumerate(findings.standard.penalties):
        yield ("penalties", row, "event"), penalty.event


def _named_by(parameters: object) -> Iterator[tuple[str, str]]:
    for key in ("measure", "target_measure", "things", "of_kind"):
        code = getattr(parameters, key, None)
        if code is not None:
            yield key, code


def _unknown(findings: Findings, path: Path, code: str) -> None:
    remedy = findings.similar(code, findings.measure_names, "请在 measures 里加上它，或改成已有的计量项")
    findings.error(path, "unknown_measure", f"没有叫“{code}”的计量项", "measures 里没有定义它", remedy)


def _unused(findings: Findings, used: set[str]) -> None:
    by_all = any(card.measures == "all" for card in findings.standard.scorecards)
    for code, measure in findings.standard.measures.items():
        if code not in used and not (by_all and measure.kind == "score"):
            findings.warning(
                ("measures", code),
                "unused_measure",
                f"计量项“{code}”（{measure.name}）没有用到",
                "没有哪个计分办法、否决、罚分或得分卡用它",
                "不需要就删去，免得有人白填；需要就写进计分办法",
            )


def _definition(findings: Findings, path: Path, measure: Measure) -> None:
    said = f"计量项“{measure.code}”"
    if measure.kind == "grade" and not measure.grades:
        findings.error(
            path,
            "no_grades",
            f"{said}没有写有哪些等次（grades）",
            "kind 是 grade（等次）",
            "请写出等次，例：grades: [好, 中, 差]",
        )
    twice = [grade for place, grade in enumerate(measure.grades) if grade in measure.grades[:place]]
    if twice:
        findings.error(
            (*path, "grades"), "grade_twice", f"{said}的等次“{twice[0]}”写了两次", "等次不能重名", "请删去一个"
        )
    for key in _idle_keys(measure):
        findings.warning(
            (*path, key),
            "measure_key_unused",
            f"{said}的 {key} 不起作用",
            f"{measure.kind} 类计量项用不到它",
            f"请删去 {key}",
        )
    if measure.kind == "ratio" and measure.range is not None and not (0 <= measure.range[0] <= measure.range[1] <= 100):
        findings.error(
            (*path, "range"),
            "ratio_range",
            f"{said}的 range 超出 0 到 100",
            "比率按百分数计",
            "请写在 0 到 100 之间，例：range: [0, 100]",
        )


def _idle_keys(measure: Measure) -> list[str]:
    idle = {
        "written_as": measure.written_as is not None and measure.kind != "ratio",
        "none_due": measure.none_due != "unknown" and measure.kind != "ratio",
        "grades": bool(measure.grades) and measure.kind not in ("grade", "score"),
        "range": measure.range is not None and measure.kind in ("grade", "date", "flag"),
    }
    return [key for key, is_idle in idle.items() if is_idle]


def _names(findings: Findings) -> None:
    """Tables of facts may name a measure by its Chinese name, so a name must mean one thing."""
    first: dict[str, str] = {}
    for code, measure in findings.standard.measures.items():
        earlier = first.setdefault(measure.name, code)
        if earlier != code:
            where = findings.line_of(("measures", earlier))
            findings.error(
                ("measures", code, "name"),
                "measure_name_twice",
                f"计量项“{code}”与“{earlier}”同名：{measure.name}",
                f"另一个在{where}；事实表里可以按名称填写，重名就分不清",
                "请给其中一个换个名称",
            )
