"""Running commands as people do: in this process through click's runner, or in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from duibiao_engine.cli import main

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., Result]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="duibiao")


def document(*arguments: str) -> Any:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def in_its_own_process(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "duibiao_engine", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, env={**os.environ, **environment}, timeout=120)


@pytest.fixture(scope="session")
def small_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two indicators, one gate, one veto, one penalty, a cycle; three townships of which one has no facts."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    return folder


STANDARD = """
id: small
title: 小考核
edition: "2026"
issuer: 测试
points: 10
period: {from: 2026-01-01, to: 2026-12-31}
rounding: {total: {places: 2}}
unit_kinds: {township: 乡镇, village: 村, department: 部门}
measures:
  plan: {name: 有方案, kind: flag}
  meetings: {name: 专题研究, kind: count, unit: 次}
  faults: {name: 问题, kind: event, unit: 处, missing: none}
  accident: {name: 事故, kind: event, missing: none}
  scandal: {name: 丑闻, kind: event, missing: none}
indicators:
  - code: "1"
    name: 组织
    points: 6
    applies_to: [township, village]
    children:
      - {code: "1.1", name: 方案, points: 3, rule: [{deduct: {points: all, unless: plan}}]}
      - {code: "1.2", name: 研究, points: 3, rule: [{deduct: {points: 1, short_of: {measure: meetings, target: 3}}}]}
  - {code: "2", name: 问题, points: 4, applies_to: [township], rule: [{deduct: {points: 1, per: faults}}]}
gates: [{id: apply, name: 申报线, score: {indicator: "", at_least: 80}}]
vetoes: [{id: scandal, name: 丑闻否决, event: scandal, effect: fail}]
penalties: [{id: accident, name: 事故罚分, event: accident, points: 2, each: true}]
grades: {of: rate, bands: [{name: 好, at_least: 80}, {name: 差, below: 80}]}
cycle: {years: [{year: 2025, weight: 40}, {year: 2026, weight: 60}], target: 90}
"""
FACTS = """编号,计量项,单位,点位,时间,数值,责任单位
a1,plan,t1,,2026-01-10,1,
a2,meetings,t1,,2026-03-10,1,
a3,faults,t1,北街,2026-05-01,1,城管局
a4,faults,t1,南街,2026-05-02,2,城管局|环保局
b1,plan,t2,,2026-01-10,1,
b2,meetings,t2,,2026-02-10,3,
b3,accident,t2,,2026-06-10,1,
c1,plan,t1,,2025-01-10,1,
c2,meetings,t1,,2025-01-10,3,
"""
UNITS = """编号,名称,类别,分组,上级
t1,=甲镇,township,东片,
t2,乙镇,township,西片,
v1,丙村,village,东片,
城管局,城管局,department,,
环保局,环保局,department,,
"""
