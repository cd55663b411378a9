"""Fixtures of everything that needs the site: the embedded PostgreSQL, one server for all workers, a database for each.

`from tests.site import *  # noqa: F403` in a folder's conftest.py gives them to its tests.
"""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection
from django.test import Client
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.cast import Cast, assemble

__all__ = ["cast", "django_db_modify_db_settings", "django_db_setup", "lin", "log_in", "site_data", "static_files"]

#: Rows that migrations made; all else is emptied after a test that really commits.
STAYS = ("auth_permission", "django_content_type", "django_migrations", "facts_counter")

#: Ends every other session of the tests' database.
LET_GO = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)

#: Every sequence that has given a number begins at its first one again, but for those of the tables that stay.
BEGIN_AGAIN = (
    "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences"
    " WHERE last_value IS NOT NULL AND sequencename <> ALL (SELECT name || '_id_seq' FROM unnest(%s::text[]) AS name)"
)


def empty_every_table() -> None:
    """Also the append-only ones: a superuser's session may leave triggers aside, an application's may not.

    To truncate two hundred tables is to make a thousand files, for a dozen that hold a few rows: those alone are emptied.
    """
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "only a tests' database is emptied"
    names = [name for name in connection.introspection.table_names() if name not in STAYS]
    with connection.cursor() as cursor:
        cursor.execute(LET_GO)  # threads and servers may still hold their connections
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in names))
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute(BEGIN_AGAIN, [list(STAYS)])
        cursor.execute("UPDATE facts_counter SET last = 0")
        cursor.execute("SET session_replication_role = DEFAULT")


def server_folder() -> Path:
    """A folder that stays between runs, so that the server is made once. It is no county's data."""
    here = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"duibiao-tests-{here}" / "postgres"


def drop(name: str, verbosity: int) -> None:
    """Drop the tests' database although threads of jobs may still hold connections to it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def template() -> str:
    """The name of an empty database after all migrations: another one as soon as a migration or a dependency changes."""
    files = sorted(settings.HERE.rglob("migrations/*.py")) + sorted(
        Path(settings.HERE).parents[1].glob("requirements/*.txt")
    )
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def databases(pattern: str) -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        return [name for (name,) in cursor.fetchall()]


#: Held by the worker that makes the template: the others wait for it instead of running every migration beside it.
_MAKING = contextlib.ExitStack()


def hurry() -> None:
    """Nothing of the tests' server need outlive a power cut: it does not wait for the disk."""
    with connection._nodb_cursor() as cursor:
        for name in ("fsync", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {name} = off")
        cursor.execute("SELECT pg_reload_conf()")


def template_of_ours() -> str | None:
    """The template's name; None for the one who is to make it, who then holds `_MAKING`."""
    hurry()  # starts the server, and with it its folder
    lock = _MAKING.enter_context(server_folder().with_name("making").open("w"))
    fcntl.flock(lock, fcntl.LOCK_EX)
    found = databases(template())
    if found:
        _MAKING.close()
    return next(iter(found), None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tests' own server, unless DATABASE_URL names one; and what migrations make is made once, then copied."""
    default = settings.DATABASES["default"]
    if "EMBEDDED_IN" in default:
        default["EMBEDDED_IN"] = str(server_folder())
        # Several runs at once share the server, each with a database of its own.
        default.setdefault("TEST", {})["NAME"] = f"test_{os.getpid()}"
        with django_db_blocker.unblock():
            default["TEST"]["TEMPLATE"] = template_of_ours()
    connection.creation._destroy_test_db = drop  # type: ignore[method-assign]
    from duibiao.lib import catalogue, migrating

    catalogue.compile_stale([settings.HERE])
    with migrating.lightly():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep a copy of the migrated database for the next run; those of older migrations go."""
    default = settings.DATABASES["default"]
    if "EMBEDDED_IN" not in default or default["TEST"].get("TEMPLATE"):
        return
    with _MAKING, django_db_blocker.unblock():
        made = str(connection.settings_dict["NAME"])
        if not made.startswith("test_"):  # no test of this run asked for a database in the library's own way
            return
        connection.close()
        with connection._nodb_cursor() as cursor, contextlib.suppress(ProgrammingError):  # another run was first
            for old in databases(r"template\_%"):
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'CREATE DATABASE "{template()}" TEMPLATE "{made}"')


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Every client of a test builds the site's handler anew, and that looks at each static file: the first has looked for all."""
    look, seen = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(self: WhiteNoiseMiddleware) -> None:
        if self.static_prefix not in seen:
            look(self)
            seen[self.static_prefix] = dict(self.files)
        self.files.update(seen[self.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(autouse=True)
def site_data(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a data folder of its own."""
    settings.DATA, settings.DATA_FILES = tmp_path, tmp_path / "files"  # type: ignore[attr-defined]
    # A slow hash is the point of a password hash, and a hundred casts of seven would wait for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    monkeypatch.setitem(os.environ, "DUIBIAO_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def log_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.of(name))
    return client


@pytest.fixture
def lin(client: Client, cast: Cast) -> Client:
    """The office's browser."""
    return log_in(client, cast, "lin")
