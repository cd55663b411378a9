"""Backup and restore: one tar file with a dump of the database, the files, and what it is.

Its one trick: a restore makes every table anew in one transaction; when anything fails, nothing has happened.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from duibiao.lib import embedded

MARK, DUMP, FILES = "duibiao.json", "database.sql", "files"


class NotABackup(Exception):
    """The file is not one of ours, in words."""


def client(name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """One of PostgreSQL's programs for our database. The password goes by environment, not by argument list."""
    params = connection.get_connection_params()
    said = {
        "PGHOST": params.get("host"),
        "PGPORT": params.get("port"),
        "PGUSER": params.get("user"),
        "PGPASSWORD": params.get("password"),
    }
    environment = {**os.environ, **{key: str(value) for key, value in said.items() if value}}
    return [str(embedded.program(name)), "-d", str(params["dbname"]), *arguments], environment


@dataclass(frozen=True)
class BackedUp:
    """How large the backup is, and which contents could not be read and are not in it."""

    size: int
    lacking: list[str]
    left_in_bucket: int = 0


def back_up(file: Path, *, leave_bucket: bool = False) -> BackedUp:
    """Write the backup beside its place and move it there when it is whole.

    With `leave_bucket` contents that lie in the bucket are not copied: the backup is worth something only together with it.
    """
    part = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        command, environment = client(
            "pg_dump", "--no-owner", "--no-privileges", "--schema=public", "--file", str(dump)
        )
        subprocess.run(command, env=environment, check=True)
        with tarfile.open(part, "w") as archive:
            left = in_bucket() if leave_bucket else set()
            add_mark(archive, len(left))
            archive.add(dump, DUMP)
            lacking = add_files(archive, left)
    part.chmod(0o600)
    part.replace(file)
    return BackedUp(file.stat().st_size, lacking, len(left))


def in_bucket() -> set[str]:
    """Contents that are said to lie in the bucket."""
    from duibiao.files.bucket import line
    from duibiao.files.models import InBucket

    if not line.is_set():
        return set()
    return set(InBucket.objects.filter(bucket=line.place()).values_list("blob__sha256", flat=True))


def add_files(archive: tarfile.TarFile, left: set[str]) -> list[str]:
    """What lies on the disk, then what lies in the bucket alone, fetched one by one. Returns what could be read nowhere."""
    added: set[str] = set()
    for folder, folders, names in os.walk(settings.DATA_FILES):
        folders.sort()
        for name in sorted(set(names) - left):
            path = Path(folder) / name
            with suppress(FileNotFoundError):  # let go of, or finished, since the folder was read
                archive.add(path, f"{FILES}/{path.relative_to(settings.DATA_FILES)}")
                added.add(name)
    return add_fetched(archive, added | left) if settings.S3_BUCKET else []


def add_fetched(archive: tarfile.TarFile, known: set[str]) -> list[str]:
    from duibiao.files import store
    from duibiao.files.models import Blob

    lacking = []
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=500):
        if blob.sha256 not in known:
            try:
                with store.open(blob) as stream:
                    name = f"{FILES}/{store.path_of(blob).relative_to(settings.DATA_FILES)}"
                    archive.addfile(archive.gettarinfo(arcname=name, fileobj=stream), stream)
            except (store.Lost, store.Unreachable, store.Full):
                lacking.append(blob.sha256)
    return lacking


def add_mark(archive: tarfile.TarFile, left_in_bucket: int) -> None:
    known = {"format": 1, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "left_in_bucket": left_in_bucket}
    said = json.dumps(known).encode()
    entry = tarfile.TarInfo(MARK)
    entry.size = len(said)
    archive.addfile(entry, io.BytesIO(said))


def made_at(file: Path) -> str:
    """When the backup was made; says in words when it is none."""
    return str(said_by(file)["made_at"])


def left_in_bucket(file: Path) -> int:
    """How many contents it leaves to the bucket."""
    return int(said_by(file).get("left_in_bucket", 0))


def said_by(file: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            said = archive.extractfile(MARK)
            archive.getmember(DUMP)
            known: dict[str, Any] = json.load(said) if said else {"made_at": ""}
            return {**known, "made_at": known["made_at"]}
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise NotABackup(f"{file.name} 不是对标的备份，或已损坏。请换一个 duibiao backup 做出的文件。") from error


def restore(file: Path) -> None:
    """Put the backup in place of everything that is there."""
    made_at(file)
    with tempfile.TemporaryDirectory() as folder:
        unpack(file, Path(folder))
        script = Path(folder) / DUMP
        fresh = "SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\n"
        script.write_text(fresh + script.read_text(encoding="utf-8"), encoding="utf-8")
        connections.close_all()
        command, environment = client("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(script))
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        put_files(Path(folder) / FILES)


def unpack(file: Path, folder: Path) -> None:
    """Plain files below the folder and nothing else: a backup may have been through other hands.

    By hand, because the first Pythons of 3.11 do not know tarfile's filters.
    """
    with tarfile.open(file) as archive:
        for entry in archive:
            place, source = (folder / entry.name).resolve(), archive.extractfile(entry) if entry.isfile() else None
            if source is not None and place.is_relative_to(folder.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                with source, place.open("wb") as target:
                    shutil.copyfileobj(source, target)


def put_files(found: Path) -> None:
    """The files of the backup in place of those that are there; the old ones go last."""
    place, old = Path(settings.DATA_FILES), Path(settings.DATA_FILES).with_name("files.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.is_dir():
        place.replace(old)
    if found.is_dir():
        shutil.copytree(found, place)
    shutil.rmtree(old, ignore_errors=True)
