"""Every package is wanted, explained, pinned and hashed; no address of a registry is kept."""

import re
import tomllib
from collections.abc import Iterable

import pytest

from tests.repo.tracked import ROOT

ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = ASKED["project"]
ENGINE = PROJECT["dependencies"]
SITE = PROJECT["optional-dependencies"]["site"]
DEV = ASKED["dependency-groups"]["dev"]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(lines: Iterable[str]) -> set[str]:
    return {plain(re.match(r"[\w.-]+", line)[0]) for line in lines}  # type: ignore[index]


def pins(which: str) -> dict[str, str]:
    """The pinned packages of a lock file, each with its block of hashes."""
    text = (ROOT / "requirements" / f"{which}.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w.-]+)==(.*\n(?:[ ].*\n)*)", text, re.MULTILINE)
    return {plain(name): block for name, block in blocks}


def reasons() -> dict[str, str]:
    text = (ROOT / "requirements" / "why.md").read_text(encoding="utf-8")
    return {plain(name): why for name, why in re.findall(r"^- \*\*(.+?)\*\*: (.+)", text, re.MULTILINE)}


def test_every_direct_dependency_has_its_sentence_and_no_other_has() -> None:
    assert set(reasons()) == names([*ENGINE, *SITE, *DEV])


def test_each_reason_is_one_sentence() -> None:
    assert [name for name, why in reasons().items() if len(why.split()) < 2 or not why.endswith(".")] == []


def test_what_runs_is_pinned_in_both_files_and_what_tests_in_one() -> None:
    assert names([*ENGINE, *SITE]) <= set(pins("site"))
    assert names([*ENGINE, *SITE, *DEV]) <= set(pins("dev"))


def test_both_files_pin_the_same_versions() -> None:
    site, dev = pins("site"), pins("dev")
    differing = {name for name, block in site.items() if block.split()[0] != dev[name].split()[0]}
    assert differing == set()


@pytest.mark.parametrize("which", ["site", "dev"])
def test_every_pin_carries_hashes_and_no_address(which: str) -> None:
    assert [name for name, block in pins(which).items() if "--hash=sha256:" not in block] == []
    assert "://" not in (ROOT / "requirements" / f"{which}.txt").read_text(encoding="utf-8")


def test_the_engine_alone_asks_for_nothing_of_the_site() -> None:
    assert not {name for name in names(ENGINE) if name.startswith("django")}
