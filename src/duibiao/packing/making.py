"""Making a package: files, forms, binders, index, proofs, verifier, in one pass; gone on with after an interruption.

Its one trick: each step asks the writing whether its file is there already. A second run over the same plan reads nothing of what
the first has safely written.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from duibiao.files import pictures, store
from duibiao.files.models import Blob
from duibiao.packing import binder, papers
from duibiao.packing.reading import Folder, Plan, Planned, demanded_without
from duibiao.seals import queries as seals
from duibiao.seals.choices import Kind
from duibiao_engine.seals.claims import PROOF, SCRIPT
from duibiao_engine.seals.standalone import script
from duibiao_engine.seals.writing import Writing, pieces_of

Say = Callable[[float], None]
BINDER, FORM = "00 材料汇编.pdf", "00 测评材料提交表.docx"
NOTES = "校验/校验说明.txt"


@dataclass
class Made:
    """A package that is whole."""

    sha256: str
    sm3: str
    files: int
    size: int
    resumed: int
    left_out: list[str]


@dataclass
class Making:
    """A package in the making."""

    plan: Plan
    target: Path
    seal: int | None
    moment: datetime
    say: Say
    bound: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def run(self) -> Made:
        """Everything. Raises `writing.Changed` if a file is not what was sealed, `store.Lost` if it is gone."""
        moment = f"{self.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self.target.parent.mkdir(parents=True, exist_ok=True)
        plan = f"{self.plan.digest} {self.seal}"
        writing = Writing(self.target, title=self.plan.title, moment=moment, plan=plan)
        try:
            self._files(writing)
            self._papers(writing)
            sha256, sm3 = writing.finish()
        finally:
            writing.close()
        size = self.target.stat().st_size
        return Made(sha256, sm3, len(writing.done), size, writing.resumed, self.left_out)

    def _files(self, writing: Writing) -> None:
        total, done = sum(one.size for one in self.plan.files) or 1, 0
        for folder in self.plan.folders:
            self._bind(folder, writing)
            for one in folder.files:
                if one.path not in writing.done:
                    _put(writing, one)
                done += one.size
                self.say(done / total)

    def _bind(self, folder: Folder, writing: Writing) -> None:
        """The binder, and the form that names its pages."""
        notes = self.target.with_name(f"{self.target.name}.bound")
        path = f"{folder.path}/{BINDER}"
        with tempfile.TemporaryDirectory(dir=self.target.parent) as scratch:
            file = Path(scratch) / "binder.pdf"
            if f"{folder.path}/{FORM}" in writing.done and notes.is_file():
                kept = json.loads(notes.read_text(encoding="utf-8")).get(folder.path)
            else:
                kept = None
            if kept is None:
                found = binder.bind(folder.files, file)
                kept = {"pages": found.pages, "left_out": found.left_out}
                _remember(notes, folder.path, kept)
            self.bound |= kept["pages"]
            self.left_out += kept["left_out"]
            if file.is_file() and path not in writing.done:
                with file.open("rb") as stream:
                    writing.add(path, file.stat().st_size, pieces_of(stream))
        if f"{folder.path}/{FORM}" not in writing.done:
            put_bytes(writing, f"{folder.path}/{FORM}", papers.form_docx(self.plan, folder, self.bound))

    def _papers(self, writing: Writing) -> None:
        lacking = demanded_without(self.plan.campaign, self.plan) if self.plan.unit is None else []
        put_bytes(writing, "目录.xlsx", papers.index_xlsx(self.plan, self.bound))
        put_bytes(writing, "目录.docx", papers.index_docx(self.plan, self.bound, lacking))
        if self.seal is not None:
            put_bytes(writing, PROOF, json.dumps(self._proof(), ensure_ascii=False).encode())
        put_bytes(writing, NOTES, notes_text(self.plan.title, self.seal).encode())
        put_bytes(writing, SCRIPT, script())
        self.target.with_name(f"{self.target.name}.bound").unlink(missing_ok=True)

    def _proof(self) -> dict[str, object]:
        """Each file's row under the seal. A photo without traces is a copy: its row is proven, its bytes are the list's."""
        rows = {(Kind.MATERIAL.value, one.row): one for one in self.plan.files}
        same = {key: one.path for key, one in rows.items() if not is_copy(one)}
        return seals.proof(seals.seal_of(self.seal or 0), list(rows), same)


def is_copy(one: Planned) -> bool:
    """Whether what leaves the office is a copy without personal data, and not the original."""
    return one.redacted or one.media_type.startswith("image/")


def _put(writing: Writing, one: Planned) -> None:
    put(writing, one.path, Blob.objects.get(pk=one.blob), sha256=one.sha256)


def put(writing: Writing, path: str, blob: Blob, *, sha256: str = "") -> None:
    """A kept content as it leaves the office: photos without what the camera wrote into them. `sha256`: what was sealed, where it is no photo."""
    if not blob.media_type.startswith("image/"):
        return writing.add(path, blob.size, store.pieces(blob), sha256=sha256)
    with store.open(blob) as stream:
        clean = b"".join(pictures.without_traces(stream, blob.media_type))
    if not clean:
        return writing.add(path, blob.size, store.pieces(blob))
    return put_bytes(writing, path, clean)


def put_bytes(writing: Writing, path: str, content: bytes) -> None:
    writing.add(path, len(content), [content])


def _remember(notes: Path, folder: str, kept: dict[str, object]) -> None:
    """Which pages stand where: needed again by the index if the work is interrupted."""
    held = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    beside = notes.with_suffix(".new")
    beside.write_text(json.dumps({**held, folder: kept}, ensure_ascii=False), encoding="utf-8")
    beside.replace(notes)


def notes_text(title: str, seal: int | None) -> str:
    """How to check, for whoever has opened the package."""
    lines = [
        title, "",
        _("怎样核对这个材料包："),
        _("1. 在装有 Python 3.8 以上的电脑上，打开“校验”文件夹，运行：python verify.py"),
        _("2. 后面写上公布的封存根，可以核对它是不是那次封存的内容：python verify.py 根"),
        _("3. 电脑里的 OpenSSL 没有 SM3 时，只核对 SHA-256，并说明。"), "",
        _("照片是去掉了拍摄地点等信息的副本；其余文件与封存时一字不差。"),
    ]  # fmt: skip
    if seal is not None:
        lines.append(_("材料的证明属于第 %d 次封存；封存根登在网站的“封存根”页，任何人都可以查。") % seal)
    return "\r\n".join(lines) + "\r\n"
