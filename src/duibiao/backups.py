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
from datetime import UTC, datetime
from pathlib import Path

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


def back_up(file: Path) -> int:
    """Write the backup beside its place and move it there when it is whole. Returns its size in bytes."""
    part = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        command, environment = client(
            "pg_dump", "--no-owner", "--no-privileges", "--schema=public", "--file", str(dump)
        )
        subprocess.run(command, env=environment, check=True)
        with tarfile.open(part, "w") as archive:
            add_mark(archive)
            archive.add(dump, DUMP)
            if settings.DATA_FILES.is_dir():
                archive.add(settings.DATA_FILES, FILES)
    part.chmod(0o600)
    part.replace(file)
    return file.stat().st_size


def add_mark(archive: tarfile.TarFile) -> None:
    said = json.dumps({"format": 1, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}).encode()
    entry = tarfile.TarInfo(MARK)
    entry.size = len(said)
    archive.addfile(entry, io.BytesIO(said))


def made_at(file: Path) -> str:
    """When the backup was made; says in words when it is none."""
    try:
        with tarfile.open(file) as archive:
            said = archive.extractfile(MARK)
            archive.getmember(DUMP)
            return str(json.load(said)["made_at"]) if said else ""
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
