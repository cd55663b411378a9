"""A backup is tried for real: made, the county changed, put back."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from duibiao import backups
from duibiao.lib import embedded
from duibiao.lib.embedded import started
from tests.site import server_folder

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="makes databases of its own on the embedded server"
)


def duibiao(url: str, data: Path, *arguments: str) -> str:
    """Run the real command against a database of its own."""
    environment = {**os.environ, "DATABASE_URL": url, "DUIBIAO_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "duibiao", *arguments],
        env=environment,
        cwd=data,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sql(url: str, text: str) -> str:
    started(server_folder())
    command = [str(embedded.program("psql")), "-X", "-At", "-d", url, "-c", text]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def own_database(tmp_path: Path, django_db_modify_db_settings: Any) -> Any:
    name = f"backup_{os.getpid()}"
    whole = embedded.url_of(server_folder(), "postgres")
    sql(whole, f"DROP DATABASE IF EXISTS {name}")
    sql(whole, f"CREATE DATABASE {name}")
    yield embedded.url_of(server_folder(), name)
    sql(whole, f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_backed_up_comes_back_with_its_files_and_its_seal(own_database: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "files" / "photo").write_bytes(b"before")
    duibiao(own_database, data, "upgrade")
    sql(own_database, "INSERT INTO audit_line (at, act, thing, request, detail) VALUES (now(), 'before', '', '', '{}')")
    duibiao(own_database, data, "backup", "kept.tar")
    assert (data / "kept.tar").stat().st_mode & 0o777 == 0o600

    sql(own_database, "INSERT INTO audit_line (at, act, thing, request, detail) VALUES (now(), 'after', '', '', '{}')")
    (data / "files" / "photo").write_bytes(b"after")
    duibiao(own_database, data, "restore", "kept.tar", "--yes")
    assert sql(own_database, "SELECT string_agg(act, ',') FROM audit_line") == "before"
    assert (data / "files" / "photo").read_bytes() == b"before"
    with pytest.raises(subprocess.CalledProcessError):
        sql(own_database, "DELETE FROM audit_line")
    assert "不正常" not in duibiao(own_database, data, "upgrade")


@pytest.mark.parametrize("content", [b"", b"not a tar", b"PK\x03\x04"])
def test_it_refuses_what_is_no_backup_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.tar"
    file.write_bytes(content)
    with pytest.raises(backups.NotABackup, match="不是对标的备份"):
        backups.made_at(file)


def test_it_refuses_somebody_elses_tar(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        archive.add(__file__, "x.py")
    with pytest.raises(backups.NotABackup):
        backups.made_at(tmp_path / "x.tar")
