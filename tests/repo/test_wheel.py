"""The wheel carries what git does not: packs beside the engine, and the bundle that dev.py built."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import dev
from tests.repo.tracked import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run((sys.executable, "-c", dev.COMPILE), cwd=ROOT, check=True)
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return ZipFile(next(folder.glob("*.whl")))


def test_it_carries_every_pack(wheel: ZipFile) -> None:
    packs = {path.relative_to(ROOT / "packs").as_posix() for path in (ROOT / "packs").rglob("standard.yaml")}
    carried = {name.removeprefix("duibiao_engine/packs/") for name in wheel.namelist()}
    assert packs - carried == set()


def test_it_carries_both_packages_with_their_types(wheel: ZipFile) -> None:
    assert {"duibiao_engine/py.typed", "duibiao/py.typed", "duibiao/settings.py"} <= set(wheel.namelist())


def test_it_carries_the_bundle_that_was_built(wheel: ZipFile) -> None:
    built = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/duibiao/static").rglob("*.js")}
    assert built - set(wheel.namelist()) == set()


def test_it_carries_its_catalogues_compiled(wheel: ZipFile) -> None:
    written = {name.removesuffix(".po") for name in wheel.namelist() if name.endswith(".po")}
    assert written
    assert {f"{name}.mo" for name in written} <= set(wheel.namelist())


def test_it_carries_no_test_no_cache_and_nothing_of_a_county(wheel: ZipFile) -> None:
    unwanted = [name for name in wheel.namelist() if name.startswith("tests/") or "__pycache__" in name]
    assert unwanted == []
    assert not [name for name in wheel.namelist() if Path(name).name in {"secret-key", ".env"}]


def test_it_asks_for_django_only_with_the_site(wheel: ZipFile) -> None:
    metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    asked = [line for line in wheel.read(metadata).decode().splitlines() if line.startswith("Requires-Dist: django")]
    assert asked
    assert all("extra == 'site'" in line for line in asked)


def test_it_carries_the_grammar_and_the_words_of_clauses(wheel: ZipFile) -> None:
    folder = "duibiao_engine/standard/importing/clauses/"
    assert {folder + "phrase.lark", folder + "lexicon.txt"} <= set(wheel.namelist())
