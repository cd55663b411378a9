"""The site's reference is complete and true, and the files for deployment say what the program understands."""

import ast
import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from duibiao.cli import commands
from tests.repo.tracked import ROOT, text_of, tracked

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
DEPLOY = ROOT / "deploy"
#: The engine's own variable has its place in commands.md.
ELSEWHERE = {"DUIBIAO_LANG"}
PICTURES, PICTURE_BYTES = 20, 150_000


# ── settings ──────────────────────────────────────────────────────────────────────────────────────


def read_variables() -> Iterator[tuple[str, str]]:
    """The environment variables that settings.py reads, each with its default as a person would write it."""
    tree = ast.parse((ROOT / "src" / "duibiao" / "settings.py").read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        asks = ast.unparse(call.func) in ("flag", "words", "os.environ.get")
        if asks and isinstance(call.args[0], ast.Constant):
            given = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], ast.Constant) else ""
            yield str(call.args[0].value), {True: "1", False: "0"}.get(given, str(given))  # type: ignore[arg-type]


def described_variables() -> dict[str, str]:
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) ?\|", text_of(REFERENCE / "settings.md"), re.MULTILINE)
    return {name: default.strip("` ") for name, default in rows}


def test_every_variable_is_described_with_its_default() -> None:
    assert described_variables() == dict(read_variables())


def test_no_other_module_reads_a_variable_that_is_described_nowhere() -> None:
    read = {
        name
        for path in tracked()
        if path.suffix == ".py" and (ROOT / "src") in path.parents
        for name in re.findall(r"environ(?:\.get\(|\[)\"([A-Z0-9_]+)\"", text_of(path))
    }
    assert read - set(described_variables()) - ELSEWHERE <= {"DJANGO_SETTINGS_MODULE"}


# ── commands ──────────────────────────────────────────────────────────────────────────────────────


def sections() -> dict[str, str]:
    parts = re.split(r"^## `duibiao (\w+)[^`]*`$", text_of(REFERENCE / "site-commands.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def visible() -> dict[str, click.Command]:
    return {name: command for name, command in commands.commands.items() if not command.hidden}


def options(command: click.Command) -> dict[str, object]:
    """Each option by its name, with its default; of a group, those of all its commands."""
    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    return {one.opts[0]: one.default for part in parts for one in part.params if isinstance(one, click.Option)}


def test_every_command_of_the_site_has_its_section() -> None:
    assert set(sections()) == set(visible())


@pytest.mark.parametrize("name", visible())
def test_every_option_is_described_and_none_is_invented(name: str) -> None:
    described = set(re.findall(r"^\| `(--[\w-]+)`", sections()[name], re.MULTILINE))
    assert described == set(options(visible()[name]))


@pytest.mark.parametrize("name", visible())
def test_a_default_that_is_described_is_the_command_s(name: str) -> None:
    described = dict(re.findall(r"^\| `(--[\w-]+)` \| `([^`]+)`", sections()[name], re.MULTILINE))
    given = options(visible()[name])
    shown = {key: str(given[key]) for key in described if isinstance(given[key], (str, int))}
    assert shown == {key: described[key] for key in shown}


def typed_commands() -> Iterator[tuple[str, list[str]]]:
    """Every `duibiao …` that a page, a unit file or the container file tells a machine to run."""
    for path in tracked():
        if DEPLOY in path.parents:
            text = path.read_text(encoding="utf-8")
        elif path.suffix == ".md":
            text = "\n".join(re.findall(r"^```sh\n(.*?)^```$", text_of(path), re.DOTALL | re.MULTILINE))
        else:
            continue
        plain = re.sub(r"[\"'\[\],]+", " ", text)
        for words in re.findall(r"(?:^|[/ ])duibiao +([a-z]+\b[^|#;\n]*)", plain, re.MULTILINE):
            yield path.name, words.split()


def test_every_command_that_is_told_exists_with_its_options() -> None:
    known = visible()
    told = [(page, words) for page, words in typed_commands() if words[0] in known]
    assert {words[0] for _page, words in told} >= set(known) - {"demo"}
    wrong = [
        (page, words)
        for page, words in told
        for word in words[1:]
        if word.startswith("--") and word not in {*options(known[words[0]]), "--help"}
    ]
    assert wrong == []


# ── roles, interface ──────────────────────────────────────────────────────────────────────────────


def test_the_page_of_roles_is_what_the_role_table_says(tmp_path: Path) -> None:
    code = "import tests.web.role_page as page; import django; django.setup(); print(page.text(), end='')"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "duibiao.settings", "DUIBIAO_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    remedy = "write it anew: python3 dev.py run python -m tests.web.role_page"
    assert (REFERENCE / "roles.md").read_text(encoding="utf-8") == said, remedy


def described_operations() -> dict[str, set[str]]:
    """`GET /facts?after=&limit=` → the operation and the names that it takes."""
    found = re.findall(r"`(GET|POST) (/[^`?]*)(?:\?([^`]*))?`", text_of(REFERENCE / "api.md"))
    asked = [(f"{method} {re.sub(r'{.*?}', '{}', path)}", query) for method, path, query in found]
    return {operation: {part.split("=")[0] for part in query.split("&") if part} for operation, query in asked}


def test_every_operation_of_the_interface_is_described_with_what_it_takes() -> None:
    from duibiao.web.api.urls import api

    offered: dict[str, set[str]] = {}
    for path, methods in api.get_openapi_schema(path_prefix="/")["paths"].items():
        for method, said in methods.items():
            names = {one["name"] for one in said.get("parameters", ()) if one["in"] == "query"}
            offered[f"{method.upper()} {re.sub(r'{.*?}', '{}', path)}"] = names
    described = described_operations()
    assert set(described) == set(offered)
    assert {name: asked for name, asked in described.items() if not asked <= offered[name]} == {}


# ── deployment ────────────────────────────────────────────────────────────────────────────────────


def test_unit_files_set_only_variables_that_the_site_reads() -> None:
    known = set(described_variables())
    for path in DEPLOY.rglob("*.service"):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.read(path, encoding="utf-8")
        said = re.findall(r"^Environment=(\w+)=", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(said) <= known, path.name
        assert "ExecStart" in unit["Service"]


def test_the_example_of_the_environment_names_only_known_variables() -> None:
    said = re.findall(
        r"^#? ?([A-Z_]+)=", (DEPLOY / "systemd" / "duibiao.env").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert said
    assert set(said) <= set(described_variables())


def test_the_proxy_sets_what_the_site_believes_of_it() -> None:
    said = (DEPLOY / "nginx" / "duibiao.conf").read_text(encoding="utf-8")
    for header in ("X-Forwarded-Proto", "X-Real-IP", "Host"):
        assert re.search(rf"proxy_set_header\s+{header}\s", said), header


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────


def pictures() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".png" and DOCS in path.parents]


def test_pictures_are_few_and_small_and_each_is_shown() -> None:
    shown = "\n".join(text_of(path) for path in tracked() if path.suffix == ".md")
    assert len(pictures()) <= PICTURES
    assert {path.name: path.stat().st_size for path in pictures() if path.stat().st_size > PICTURE_BYTES} == {}
    assert [path.name for path in pictures() if f"/{path.name})" not in shown] == []
