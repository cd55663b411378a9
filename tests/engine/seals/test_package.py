"""A package that was changed in any byte is found out, and the place is named; by the command and by the script alone."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from itertools import product
from pathlib import Path

import pytest

from duibiao_engine.seals.claims import LIST, PROOF, SCRIPT, SEALS
from duibiao_engine.seals.names import once, safe
from duibiao_engine.seals.verifier import look_at
from duibiao_engine.seals.writing import SAFE_EVERY, Changed, Writing
from tests.engine.cli.conftest import run
from tests.engine.seals.packed import FILES, MOMENT, sealed, write

DICE = random.Random(20261126)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("packed") / "青禾县.zip"
    write(target)
    return target


def script_on(*arguments: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """The stand-alone script in a Python without any package."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, cwd=cwd)


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def test_any_program_opens_it_and_it_is_whole(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*FILES, PROOF, SCRIPT, LIST]
        assert archive.read(next(iter(FILES))) == next(iter(FILES.values()))
    assert look_at(package).wrong == []


def test_every_changed_byte_of_two_hundred_is_found_and_named(package: Path, tmp_path: Path) -> None:
    content, other = package.read_bytes(), tmp_path / "other.zip"
    places = DICE.sample(range(len(content)), 200)
    silent, nameless = [], []
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << DICE.randrange(8)
        other.write_bytes(changed)
        wrong = look_at(other).wrong
        silent += [] if wrong else [place]
        nameless += [] if any(name in " ".join(wrong) for name in (*FILES, PROOF, SCRIPT, LIST, "压缩包")) else [place]
    assert (silent, nameless) == ([], [])


def test_every_byte_that_is_not_content_is_found_too(tmp_path: Path) -> None:
    small, other = tmp_path / "small.zip", tmp_path / "other.zip"
    writing = Writing(small, title="小", moment=MOMENT, plan="x")
    writing.add("一/甲.txt", 1, [b"a"])
    writing.finish()
    content = small.read_bytes()
    silent = []
    for place in range(len(content)):
        other.write_bytes(content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :])
        silent += [] if look_at(other).wrong else [place]
    assert silent == []


@pytest.mark.parametrize("how", ["changed", "removed", "added", "list", "proof"])
def test_an_unpacked_package_says_what_was_done_to_it(package: Path, tmp_path: Path, how: str) -> None:
    folder, victim = unpacked(package, tmp_path), next(iter(FILES))
    if how == "changed":
        (folder / victim).write_bytes(b"other")
    elif how == "removed":
        (folder / victim).unlink()
    elif how == "added":
        victim = "外来.txt"
        (folder / victim).write_bytes(b"x")
    else:
        victim = LIST if how == "list" else PROOF
        lines = (folder / victim).read_text(encoding="utf-8").replace("会场", "会议")
        (folder / victim).write_text(lines, encoding="utf-8")
    done = script_on(folder / SCRIPT)
    assert done.returncode == 1
    assert victim in done.stdout


def test_two_lines_of_the_list_exchanged_are_found(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path)
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    (folder / LIST).write_text("".join(lines), encoding="utf-8")
    assert any(LIST in words for words in look_at(folder).wrong)


def test_the_script_alone_says_what_the_command_says(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path)
    root = next(root for root, name in look_at(folder).roots.items() if "package sha256" in name)
    for given in ([root], [root.upper(), folder], [folder, "--seal", "1"]):
        assert script_on(folder / SCRIPT, *given).returncode == 0
    assert script_on(folder / SCRIPT, "0" * 64).returncode == 1
    assert script_on(folder / SCRIPT, "--seal", "2").returncode == 1
    assert run("verify", root, str(package)).exit_code == 0
    assert run("verify", "0" * 64, str(package)).exit_code == 1
    assert run("verify", str(package), "--seal", "7").exit_code == 1


def test_without_sm3_it_says_so_and_goes_on(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path)
    poor = tmp_path.parent / f"{tmp_path.name}-poor.py"
    text = (folder / SCRIPT).read_text(encoding="utf-8")
    poor.write_text(text.replace('("sha256", "sm3")) if found', '("sha256",)) if found'), encoding="utf-8")
    assert text != poor.read_text(encoding="utf-8")
    done = script_on(poor, folder)
    assert done.returncode == 0
    assert "SHA-256" in done.stdout
    (folder / next(iter(FILES))).write_bytes(b"other")
    assert script_on(poor, folder).returncode == 1


def test_a_proof_beside_its_file_is_checked_without_a_package(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path)
    for path in FILES:
        shutil.copy(folder / path, folder / "校验")
    assert look_at(folder / PROOF).wrong == []
    (folder / "校验" / Path(next(iter(FILES))).name).write_bytes(b"other")
    assert any(next(iter(FILES)) in words for words in look_at(folder / PROOF).wrong)


def test_a_list_of_roots_is_a_chain(tmp_path: Path) -> None:
    first = sealed(["a"])
    second = sealed(["a", "b"], first)
    third = sealed(["a", "b", "c"], second)
    place = tmp_path / "seals.json"

    def wrong(*seals: dict[str, object]) -> list[str]:
        place.write_text(json.dumps({"format": SEALS, "seals": seals}), encoding="utf-8")
        return look_at(place).wrong

    assert wrong(first, second, third) == []
    assert wrong(first, third)
    assert wrong(second, first, third)
    assert wrong(first, {**second, "sha256": "1" * 64}, third)
    assert any("第 2 次" in words for words in wrong(first, {**second, "at": "2025-01-01T00:00:00Z"}, third))


def test_what_is_no_package_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    for name, content in (
        ("a.zip", b""),
        ("b.zip", b"PK\x03\x04"),
        ("c.json", b"{}"),
        ("d.json", b"\xff"),
        ("e.bin", b"x"),
    ):
        (tmp_path / name).write_bytes(content)
        assert look_at(tmp_path / name).wrong
    assert run("verify", str(tmp_path / "nowhere.zip")).exit_code == 2


def test_an_interrupted_writing_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, cut = tmp_path / "whole.zip", tmp_path / "cut.zip"
    write(whole)
    monkeypatch.setattr("duibiao_engine.seals.writing.SAFE_EVERY", 1)
    begun = Writing(cut, title="青禾县 材料", moment=MOMENT, plan="one")
    for path, content in list(FILES.items())[:2]:
        begun.add(path, len(content), [content])
    begun._file.seek(begun._offset)
    begun._file.write(b"half a header that never came to an end")
    begun._file.flush()  # and the machine stops here
    begun._file.close()
    later = write(cut)
    assert later.resumed == 2
    assert cut.read_bytes() == whole.read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["cut.zip", "whole.zip"]


def _stopped_dead(target: Path, moment: str, paths: int, *, journalled: bool) -> None:
    """A writing that `kill -9` ends after so many files; or one that an error ends, which still says what it has."""
    writing = Writing(target, title="青禾县 材料", moment=moment, plan="one")
    for path, content in list(FILES.items())[:paths]:
        writing.add(path, len(content), [content])
    if journalled:
        writing.close()
    else:
        writing._file.close()


@pytest.mark.parametrize("ends", list(product((False, True), repeat=3)))
@pytest.mark.parametrize("torn", ["", '{"path": "01', "\0" * 40])
def test_a_writing_stopped_again_and_again_at_other_hours_is_whole_in_the_end(
    tmp_path: Path, ends: tuple[bool, ...], torn: str
) -> None:
    """The first stop may have left nothing but a moment: the headers written later must bear the one that the list will state."""
    target = tmp_path / "cut.zip"
    for number, journalled in enumerate(ends):
        _stopped_dead(target, f"2026-11-26T0{number}:00:00Z", number + 1, journalled=journalled)
        with open(target.with_name("cut.zip.journal"), "a", encoding="utf-8") as journal:
            journal.write(torn)
    later = write(target)
    assert later.resumed >= sum(ends[-1:]) * 3  # what was said to be safe is not written again
    assert not look_at(target).wrong
    assert [path.name for path in tmp_path.iterdir()] == ["cut.zip"]


def test_another_plan_begins_anew(tmp_path: Path) -> None:
    begun = Writing(tmp_path / "a.zip", title="甲", moment=MOMENT, plan="one")
    begun.add("a.txt", 1, [b"a"])
    begun.close()
    for plan, held in (("one", 1), ("two", 0)):
        again = Writing(tmp_path / "a.zip", title="甲", moment=MOMENT, plan=plan)
        again.close()
        assert again.resumed == held
    assert SAFE_EVERY > 1 << 20


def test_a_content_that_changed_since_it_was_planned_stops_the_writing(tmp_path: Path) -> None:
    writing = Writing(tmp_path / "a.zip", title="甲", moment=MOMENT, plan="one")
    with pytest.raises(Changed):
        writing.add("a.txt", 2, [b"a"])
    with pytest.raises(Changed):
        writing.add("a.txt", 1, [b"a"], sha256="0" * 64)
    writing.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("会议纪要.pdf", "会议纪要.pdf"),
        ('a<b>:"c/d\\e|f?g*.pdf', "a_b___c_d_e_f_g_.pdf"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("尾点. ", "尾点"),
        ("..", "_"),
        ("", "_"),
        ("a\u202efdp.exe", "a_fdp.exe"),
    ],
)
def test_a_name_is_one_that_windows_takes(given: str, kept: str) -> None:
    assert safe(given) == kept


def test_a_long_name_keeps_its_ending_and_a_taken_one_gets_a_number() -> None:
    assert safe("很" * 200 + ".docx") == "很" * 75 + ".docx"
    give = once(set())
    assert [give("一/A.pdf"), give("一/a.pdf"), give("一/a.pdf"), give("b")] == [
        "一/A.pdf",
        "一/a (2).pdf",
        "一/a (3).pdf",
        "b",
    ]
