"""What is not taken, each with its reason: disguises, bombs, macros, two files in one; and names that lead elsewhere."""

import io
import socket
import struct
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from duibiao.files import archives, pictures, words
from duibiao.files.checking import check
from duibiao.files.kinds import Refused, safe_name
from tests import ledgering


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / "held"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        check(path, name)
    assert str(caught.value).endswith("。")
    return caught.value.code


def taken(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / "held"
    path.write_bytes(content)
    return check(path, name).media_type


def test_every_kind_that_offices_use_is_taken(tmp_path: Path) -> None:
    jpeg = b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 4, 4, 1)) + segment(0xDA, b"\1\0") + b"data\xff\xd9"
    files = {
        "a.pdf": ledgering.pdf(), "a.docx": ledgering.word(), "a.XLSX": ledgering.sheet(), "a.png": ledgering.png(),
        "a.jpg": jpeg, "a.zip": ledgering.archive(a=b"a"), "a.mp4": b"\0\0\0\x18ftypmp42" + bytes(50),
    }  # fmt: skip
    assert all(taken(tmp_path, name, content) for name, content in files.items())


def segment(mark: int, content: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ" + bytes(99)),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.jpg", ledgering.png()),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("a.docx", ledgering.sheet()),
        ("a.xlsx", ledgering.archive(a=b"a")),
    ],
)
def test_a_file_in_disguise_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert refused(tmp_path, name, content) == "disguised"


def test_what_is_not_taken_is_told_what_to_give_instead(tmp_path: Path) -> None:
    for name, instead in (("a.doc", "docx"), ("a.xlsm", "xlsx"), ("a.heic", "jpg"), ("a.exe", "pdf"), ("a", "pdf")):
        path = tmp_path / "held"
        path.write_bytes(b"MZ")
        with pytest.raises(Refused, match=instead) as caught:
            check(path, name)
        assert caught.value.code == "kind"


def test_an_empty_file_and_one_beyond_the_limit_are_refused(tmp_path: Path, settings: Any) -> None:
    assert refused(tmp_path, "a.pdf", b"") == "empty"
    settings.FILE_LARGEST = 100
    assert refused(tmp_path, "a.pdf", ledgering.pdf()) == "large"


def test_macros_are_refused_whatever_the_name_says(tmp_path: Path) -> None:
    file = io.BytesIO(ledgering.word())
    with zipfile.ZipFile(file, "a") as held:
        held.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    assert refused(tmp_path, "通知.docx", file.getvalue()) == "macro"


def test_a_document_that_fetches_a_template_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO(ledgering.word())
    said = b'<Relationship Type=".../attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/>'
    with zipfile.ZipFile(file, "a") as held:
        held.writestr("word/_rels/settings.xml.rels", said)
    assert refused(tmp_path, "通知.docx", file.getvalue()) == "macro"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", ledgering.png() + ledgering.archive(a=b"MZ")),
        ("a.pdf", ledgering.pdf() + ledgering.archive(a=b"MZ")),
        ("a.gif", b"GIF89a" + struct.pack("<HH", 9, 9) + b"%PDF-1.7" + bytes(99)),
        ("a.zip", b"PK\x03\x04before" + ledgering.archive(a=b"a")),
    ],
)
def test_two_files_in_one_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert refused(tmp_path, name, content) == "two_in_one"


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.zip", ledgering.archive(a=bytes(80 << 20))) == "bomb"
    assert refused(tmp_path, "a.png", ledgering.png(4, 4).replace(struct.pack(">II", 4, 4), struct.pack(">II", 60000, 60000), 1)) == "bomb"  # fmt: skip
    lying = bytearray(ledgering.archive(a=bytes(40 << 20)))
    for at in (lying.find(b"PK\x03\x04") + 22, lying.find(b"PK\x01\x02") + 24):
        lying[at : at + 4] = struct.pack("<I", 100)
    assert refused(tmp_path, "a.zip", bytes(lying)) == "bomb"
    entities = io.BytesIO(ledgering.word())
    with zipfile.ZipFile(entities, "a") as held:
        held.writestr("word/x.xml", '<!DOCTYPE a [<!ENTITY b "bbb">]><a/>')
    assert refused(tmp_path, "a.docx", entities.getvalue()) == "bomb"


def test_an_archive_that_leads_elsewhere_runs_or_is_locked_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.zip", ledgering.archive(**{"../../etc/cron": b"x"})) == "path"
    assert refused(tmp_path, "a.zip", ledgering.archive(**{"照片/看我.exe": b"MZ"})) == "runs"
    locked = bytearray(ledgering.archive(a=b"a"))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert refused(tmp_path, "a.zip", bytes(locked)) == "password"
    assert refused(tmp_path, "a.docx", ledgering.word()[:-300]) == "broken"
    assert archives.MOST_PARTS >= 5000


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\台账\\纪要.pdf", "纪要.pdf"),
        ("纪要\u202efdp.exe", "纪要fdp.exe"),
        ("a\0b\n.pdf", "ab.pdf"),
        ('问<|>"?.pdf', "问_____.pdf"),
        (".. .pdf", "pdf"),
    ],
)
def test_a_name_never_leads_out_of_its_folder(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_two_hundred_chinese_letters_are_kept() -> None:
    name = "法" * 200 + ".pdf"
    assert safe_name(name) == name
    assert safe_name("法" * 400 + ".pdf").endswith(".pdf")
    assert len(safe_name("法" * 400 + ".pdf")) <= 255


def daemon(answer: bytes) -> int:
    """A virus scanner that says one thing, once."""
    line = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        caller, _where = line.accept()
        with caller, line:
            while not caller.recv(65536).endswith(b"\0\0\0\0"):
                pass
            caller.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    port: int = line.getsockname()[1]
    return port


def test_a_virus_is_refused_and_so_is_what_could_not_be_looked_through(tmp_path: Path, settings: Any) -> None:
    settings.CLAMD = f"127.0.0.1:{daemon(b'stream: Eicar-Test FOUND')}"
    assert refused(tmp_path, "a.pdf", ledgering.pdf()) == "infected"
    settings.CLAMD = f"127.0.0.1:{daemon(b'stream: OK')}"
    assert taken(tmp_path, "a.pdf", ledgering.pdf())
    settings.CLAMD = str(tmp_path / "no-such-socket")
    assert refused(tmp_path, "a.pdf", ledgering.pdf()) == "unscanned"


def test_a_copy_says_nothing_of_camera_place_and_time(tmp_path: Path) -> None:
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0) + b"GPS 36.7N"
    frame = segment(0xC0, struct.pack(">BHHB", 8, 40, 30, 1)) + segment(0xDA, b"\1\0") + b"dots\xff\xd9"
    jpeg = b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xE1, exif) + segment(0xFE, b"Zhang San") + frame + b"film"
    clean = b"".join(pictures.without_traces(io.BytesIO(jpeg), "image/jpeg"))
    assert b"GPS" not in clean
    assert b"Zhang" not in clean
    assert clean.endswith(b"dots\xff\xd9")
    assert pictures.size_of(io.BytesIO(clean), "image/jpeg") == (30, 40)
    turned = next(content for mark, content in pictures._segments(io.BytesIO(clean)) if mark == 0xE1)
    assert pictures.orientation(turned) == 6
    png = ledgering.png(4, 4, (b"tEXt", b"Author\0Zhang San"), (b"eXIf", b"GPS"))
    bare = b"".join(pictures.without_traces(io.BytesIO(png), "image/png"))
    assert b"Zhang" not in bare
    assert b"GPS" not in bare
    assert pictures.size_of(io.BytesIO(bare), "image/png") == (4, 4)


def test_the_words_of_a_file_are_found_by_any_two_letters(db: None) -> None:
    blob = ledgering.blob(ledgering.word("司法局2026年专题研究法治建设", "第3次会议"), "纪要.docx")
    table = ledgering.blob(
        ledgering.sheet(
            ("出庭应诉", 98.5),
        ),
        "统计.xlsx",
    )
    assert "专题研究" in words.read(blob).words
    words.read(table)
    assert [one.blob for one in words.holding("题研 2026年")] == [blob]
    assert [one.blob for one in words.holding("应诉 98.5")] == [table]
    assert [one.blob for one in words.holding("法")] == [blob]
    assert not words.holding("法题").exists()
    assert not words.holding("'; DROP").exists()
