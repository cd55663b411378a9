"""Writing a package: one zip, file after file, in pieces; begun again after an interruption where it stopped.

Its one trick: beside the growing zip lies a journal of the files that are safely on the disk. Whoever begins again with the
same plan cuts the zip back to the journal's last line and goes on; the memory holds names and hashes, never contents.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from duibiao_engine.seals.claims import LIST, Listed, list_text
from duibiao_engine.seals.hashing import HASHES
from duibiao_engine.seals.zip_form import central_entry, end_of_zip, local_header

#: After so many bytes the disk is asked to keep them, and the journal says so.
SAFE_EVERY = 32 << 20
PIECE = 1 << 20


@dataclass(frozen=True)
class Entry:
    """A file that is in the zip: where its header begins, and what the list says of it."""

    path: str
    size: int
    sha256: str
    sm3: str
    crc: int
    offset: int

    @property
    def end(self) -> int:
        return self.offset + len(local_header(self.path, self.size, self.crc, _ANY)) + self.size


_ANY = "1980-01-01T00:00:00Z"


class Changed(Exception):
    """A content is not what the plan said: its size or its SHA-256 differ."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: content differs from what was planned")
        self.path = path


class Writing:
    """A package being written to `target`. `plan` names everything that will go in: another plan begins anew."""

    def __init__(self, target: Path, *, title: str, moment: str, plan: str) -> None:
        self.target, self.title = target, title.replace("\n", " ")
        self.part, self.journal = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.journal")
        self.moment, self.done = self._begun(plan) or (moment, {})
        self._offset = max((one.end for one in self.done.values()), default=0)
        self.resumed = len(self.done)
        self._write_journal(plan)
        self.part.touch()
        self._file: BinaryIO = open(self.part, "r+b")  # noqa: SIM115
        self._file.truncate(self._offset)
        self._unsafe: list[Entry] = []
        self._unsafe_bytes = 0

    def _begun(self, plan: str) -> tuple[str, dict[str, Entry]] | None:
        """What an interrupted writing of the same plan has left."""
        try:
            first, *lines = self.journal.read_text(encoding="utf-8").splitlines()
            head = json.loads(first)
            length = self.part.stat().st_size
        except (OSError, ValueError):
            return None
        if head.get("plan") != plan:
            return None
        done: dict[str, Entry] = {}
        for line in lines:
            entry = _entry(line)
            if entry is None or entry.end > length:
                break
            done[entry.path] = entry
        return head["moment"], done

    def _write_journal(self, plan: str) -> None:
        """The head and what holds, and nothing else: a line that was cut off would swallow the one after it, and another
        moment than that of the headers written so far would make them look changed."""
        head = json.dumps({"plan": plan, "moment": self.moment})
        beside = self.journal.with_name(f"{self.journal.name}.new")
        beside.write_text("\n".join((head, *map(_line, self.done.values()))) + "\n", encoding="utf-8")
        beside.replace(self.journal)

    def add(self, path: str, size: int, pieces: Iterable[bytes], *, sha256: str = "") -> None:
        """The next file. Raises `Changed` if its content has another size, or another SHA-256 than the one given."""
        if path in self.done:
            return
        made = {name: begin() for name, begin in HASHES.items()}
        crc, got = 0, 0
        self._file.seek(self._offset)
        self._file.write(local_header(path, size, 0, self.moment))
        for piece in pieces:
            for one in made.values():
                one.update(piece)
            crc, got = crc32(piece, crc), got + len(piece)
            self._file.write(piece)
        sums = {name: one.hexdigest() for name, one in made.items()}
        if got != size or sha256 not in ("", sums["sha256"]):
            raise Changed(path)
        self._file.seek(self._offset)
        self._file.write(local_header(path, size, crc, self.moment))
        self._keep(Entry(path, size, sums["sha256"], sums.get("sm3", "-"), crc, self._offset))

    def _keep(self, entry: Entry) -> None:
        self.done[entry.path] = entry
        self._offset = entry.end
        self._unsafe.append(entry)
        self._unsafe_bytes += entry.size
        if self._unsafe_bytes >= SAFE_EVERY:
            self.make_safe()

    def make_safe(self) -> None:
        """What was written stays, whatever happens to the machine; only then the journal says so."""
        self._file.flush()
        os.fsync(self._file.fileno())
        with open(self.journal, "a", encoding="utf-8") as journal:
            journal.writelines(_line(entry) + "\n" for entry in self._unsafe)
            journal.flush()
            os.fsync(journal.fileno())
        self._unsafe, self._unsafe_bytes = [], 0

    def finish(self) -> tuple[str, str]:
        """The list, the directory, and the name: the package's roots in SHA-256 and SM3. Before this there is no package."""
        files = [Listed(one.path, one.size, one.sha256, one.sm3) for one in self.done.values()]
        text = list_text(self.title, self.moment, files)
        self.add(LIST, len(text), [text])
        directory = b"".join(
            central_entry(one.path, one.size, one.crc, self.moment, one.offset) for one in self.done.values()
        )
        self._file.seek(self._offset)
        self._file.write(directory + end_of_zip(len(self.done), len(directory), self._offset))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.part.replace(self.target)
        self.journal.unlink()
        _word, sha256, sm3 = text.decode().splitlines()[-1].split(" ")
        return sha256, sm3

    def close(self) -> None:
        """Leave it as it is, to be gone on with."""
        if not self._file.closed:
            self.make_safe()
            self._file.close()


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def _entry(line: str) -> Entry | None:
    """A line of the journal; None for one that was cut off."""
    try:
        held: dict[str, Any] = json.loads(line)
        return Entry(**held)
    except (ValueError, TypeError):
        return None


def pieces_of(stream: BinaryIO) -> Iterable[bytes]:
    """A file in pieces that memory bears."""
    while piece := stream.read(PIECE):
        yield piece


def begun_with(target: Path, digest: str) -> int | None:
    """The seal's number with which an interrupted writing of this plan (`digest number`) was begun; None if there is none."""
    try:
        with open(target.with_name(f"{target.name}.journal"), encoding="utf-8") as journal:
            held, _space, number = str(json.loads(journal.readline())["plan"]).partition(" ")
    except (OSError, ValueError, KeyError):
        return None
    return int(number) if held == digest and number.isdigit() else None
