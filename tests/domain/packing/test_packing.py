"""A package holds what was accepted, numbered as the standard numbers it, proves itself, and is gone on with after a stop."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from PIL import Image
from pypdf import PdfReader

from duibiao.campaigns.models import Campaign
from duibiao.cli import pack as command
from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.packing import making, services
from duibiao.packing.choices import PackState
from duibiao.packing.models import Submission
from duibiao.seals.queries import seal_of
from duibiao_engine.seals.claims import LIST, PROOF, SCRIPT
from duibiao_engine.seals.verifier import look_at
from tests import ledgering, scoring
from tests.cast import Cast

TOP, LEAF = "1 组织领导", "1.1 专题研究"


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Two indicators with materials of two units: documents, a photo, a film, and one that nobody reviewed."""
    made = scoring.campaign(cast)
    minutes = ledgering.requirement(cast, made, title="会议纪要")
    group = ledgering.requirement(cast, made, indicator="1.2", title="成立文件")
    shown = [
        ledgering.given(cast.wang, cast.unit_a, minutes, "纪要.pdf", ledgering.pdf(2), title="第一次会议纪要"),
        ledgering.given(cast.wang, cast.unit_a, minutes, "会场.jpg", photo(), title="会场"),
        ledgering.given(cast.zhao, cast.unit_b, minutes, "纪要.pdf", ledgering.pdf(3), title="第一次会议纪要"),
        ledgering.given(
            cast.zhao, cast.unit_b, group, "成立.docx", ledgering.word("成立领导小组"), title="成立领导小组的通知/2026"
        ),
    ]
    for gave in shown:
        assert gave.use is not None
        gave.use.state = "accepted"
        gave.use.save()
    ledgering.given(cast.wang, cast.unit_a, group, "未审.pdf", ledgering.pdf(), title="没审过的")
    return made


def packed(cast: Cast, campaign: Campaign, **asked: Any) -> Submission:
    made = services.ask(cast.lin, campaign, **asked)
    services.carry_out(made)
    made.refresh_from_db()
    return made


def test_a_package_holds_what_was_accepted_as_the_standard_numbers_it(cast: Cast, campaign: Campaign) -> None:
    made = packed(cast, campaign)
    assert (made.state, made.why) == (PackState.DONE, "")
    with zipfile.ZipFile(made.place) as archive:
        assert archive.namelist() == [
            f"{TOP}/{LEAF}/{making.BINDER}",
            f"{TOP}/{LEAF}/{making.FORM}",
            f"{TOP}/{LEAF}/01 司法局 第一次会议纪要.pdf",
            f"{TOP}/{LEAF}/02 司法局 会场.jpg",
            f"{TOP}/{LEAF}/03 城关镇 第一次会议纪要.pdf",
            f"{TOP}/1.2 领导小组/{making.FORM}",
            f"{TOP}/1.2 领导小组/01 城关镇 成立领导小组的通知_2026.docx",
            "目录.xlsx", "目录.docx", PROOF, making.NOTES, SCRIPT, LIST,
        ]  # fmt: skip
        assert b"SecretCamera" not in archive.read(f"{TOP}/{LEAF}/02 司法局 会场.jpg")
        binder = PdfReader(io.BytesIO(archive.read(f"{TOP}/{LEAF}/{making.BINDER}")))
        assert [one.title for one in binder.outline] == ["第一次会议纪要", "会场", "第一次会议纪要"]  # type: ignore[union-attr]
        assert [page.extract_text().strip() for page in binder.pages] == [f"- {n} -" for n in range(1, 7)]
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read("目录.xlsx"))).active
        assert sheet is not None
        assert [(row[4], row[9]) for row in sheet.iter_rows(min_row=2, max_row=4, values_only=True)] == [
            ("第一次会议纪要", "1–2"), ("会场", "3"), ("第一次会议纪要", "4–6"),
        ]  # fmt: skip
        form = Document(io.BytesIO(archive.read(f"{TOP}/{LEAF}/{making.FORM}")))
        assert "每年专题研究不少于3次" in form.tables[0].cell(1, 1).text


def test_the_package_proves_itself_under_its_own_root_and_under_the_seal(cast: Cast, campaign: Campaign) -> None:
    made = packed(cast, campaign)
    assert made.seal is not None
    for root in (made.sha256, made.sm3, seal_of(made.seal).sha256, seal_of(made.seal).sm3):
        said = look_at(made.place)
        said.against(root, made.seal)
        assert said.wrong == []
    with zipfile.ZipFile(made.place) as archive:
        proof = json.loads(archive.read(PROOF))
    assert len(proof["rows"]) == 4
    assert [row["file"] for row in proof["rows"] if row["file"]] == [
        f"{TOP}/{LEAF}/01 司法局 第一次会议纪要.pdf",
        f"{TOP}/{LEAF}/03 城关镇 第一次会议纪要.pdf",
        f"{TOP}/1.2 领导小组/01 城关镇 成立领导小组的通知_2026.docx",
    ]


def test_a_unit_s_package_has_its_own_and_what_waits_comes_only_when_asked(cast: Cast, campaign: Campaign) -> None:
    made = packed(cast, campaign, unit=cast.unit_a, everything=True)
    with zipfile.ZipFile(made.place) as archive:
        names = [name for name in archive.namelist() if name.startswith(TOP) and "/00 " not in name]
    assert names == [
        f"{TOP}/{LEAF}/01 第一次会议纪要.pdf",
        f"{TOP}/{LEAF}/02 会场.jpg",
        f"{TOP}/1.2 领导小组/01 没审过的.pdf",
    ]


def test_a_stopped_package_goes_on_and_writes_nothing_twice(
    cast: Cast, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duibiao_engine.seals.writing.SAFE_EVERY", 1)
    asked, put, done = services.ask(cast.lin, campaign), making._put, []

    def stops(writing: Any, one: Any) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(one.path)
        put(writing, one)

    monkeypatch.setattr(making, "_put", stops)
    with pytest.raises(KeyboardInterrupt):
        services.carry_out(asked)
    monkeypatch.setattr(making, "_put", lambda writing, one: (done.append(one.path), put(writing, one)))
    asked.refresh_from_db()
    services.carry_out(asked)
    asked.refresh_from_db()
    assert asked.state == PackState.DONE
    assert len(done) == len(set(done)) == 4
    assert look_at(asked.place).wrong == []
    assert [path.name for path in asked.place.parent.iterdir()] == [asked.place.name]


def test_a_file_that_rotted_on_the_disk_stops_the_package_in_words(cast: Cast, campaign: Campaign) -> None:
    blob = Blob.objects.filter(media_type="application/pdf").earliest("pk")
    content = store.path_of(blob).read_bytes()
    store.path_of(blob).write_bytes(content[:-1] + b"x")
    made = packed(cast, campaign)
    assert made.state == PackState.FAILED
    assert "第一次会议纪要.pdf" in made.why
    store.path_of(blob).write_bytes(content)
    services.again(cast.lin, made)
    made.refresh_from_db()
    services.carry_out(made)
    made.refresh_from_db()
    assert made.state == PackState.DONE


def test_asking_twice_makes_one_and_a_removed_file_leaves_its_roots(cast: Cast, campaign: Campaign) -> None:
    assert services.ask(cast.lin, campaign) == services.ask(cast.lin, campaign)
    made = Submission.objects.get()
    services.carry_out(made)
    services.remove(cast.lin, made)
    made.refresh_from_db()
    assert (made.state, len(made.sha256)) == (PackState.REMOVED, 64)


def test_a_start_loads_none_of_what_only_scoring_needs() -> None:
    """A package of 5,000 files is made below 200 MB: fifty-five of them would be these libraries."""
    said = (
        "from duibiao.cli import start_django; start_django(); import duibiao.packing.making, sys; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, encoding="utf-8", check=True)
    assert {"duckdb", "pyarrow", "numpy", "obstore", "duibiao.files.bucket"} & set(done.stdout.split()) == set()


def test_the_command_makes_it_where_it_is_told(cast: Cast, campaign: Campaign, tmp_path: Path) -> None:
    target = tmp_path / "材料.zip"
    done = CliRunner().invoke(command, ["小考核", "--unit", "司法局", "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert look_at(target).wrong == []
    refused = CliRunner().invoke(command, ["没有的活动", "-o", str(target)])
    assert refused.exit_code == 1
    assert "没有找到" in refused.output
