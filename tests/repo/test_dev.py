"""dev.py as a newcomer meets it: it says what it can, starts at once, needs no network twice, and never half-installs."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import dev
from tests.repo.tracked import ROOT

NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


@pytest.fixture(autouse=True, scope="module")
def everything_is_set_up() -> None:
    """A no-op under `dev.py test`; it lets an editor's own test runner run these too."""
    dev.set_up()
    dev.build_assets()


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, str(ROOT / "dev.py"), *arguments)
    environment = os.environ | NO_NETWORK
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_without_a_command_it_names_every_command() -> None:
    answer = call()
    assert answer.returncode == 0
    assert [name for name in dev.COMMANDS if name not in answer.stdout] == []


def test_an_unknown_command_is_refused_with_the_list() -> None:
    answer = call("dance")
    assert answer.returncode == 2
    assert "demo" in answer.stdout


def test_run_without_a_command_says_what_to_type() -> None:
    answer = call("run")
    assert answer.returncode == 1
    assert "dev.py run duibiao --help" in answer.stderr


def test_a_program_that_is_not_there_is_named_without_a_traceback() -> None:
    answer = call("run", "no-such-program")
    assert "no-such-program" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_exit_code_is_that_of_the_command() -> None:
    assert call("run", "python", "-c", "raise SystemExit(7)").returncode == 7


def test_what_was_compiled_is_kept_also_for_who_wants_none_beside_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    asked = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    assert call("run", "python", "-c", asked).stdout.strip() == f"False {dev.VENV / 'bytecode'}"


@pytest.mark.skipif(dev.WINDOWS, reason="a program of Windows cannot take another's place")
def test_who_stops_the_command_stops_what_it_runs() -> None:
    """A service manager knows one process; what it would leave behind would keep the port and the database."""
    answer = call("run", "python", "-c", "import os; print(os.getpid(), os.getppid())")
    own, parent = map(int, answer.stdout.split())
    assert parent == os.getpid(), own


def test_a_second_run_needs_no_network_and_starts_within_three_seconds() -> None:
    began = time.monotonic()
    answer = call("run", "python", "-c", "print('started')")
    assert "started" in answer.stdout, answer.stderr
    assert time.monotonic() - began < 3


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(dev.Stop, match="需要 Python") as stop:
        dev.main(["demo"])
    assert "3.9.2" in str(stop.value)


def test_of_two_runs_at_once_the_second_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    inside: list[str] = []

    def set_up(name: str) -> None:
        with dev.alone():
            inside.append(name)
            time.sleep(0.05)
            inside.append(name)

    runs = [threading.Thread(target=set_up, args=(name,)) for name in "ab"]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert inside in (list("aabb"), list("bbaa"))


def test_a_changed_lint_rule_reinstalls_nothing_and_a_changed_dependency_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    def stamp(text: str) -> str:
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        return str(dev.project_stamp())

    before = stamp(asked)
    assert stamp(asked.replace("line-length = 120", "line-length = 99")) == before
    assert stamp(asked.replace('"click>=8.1"', '"click>=8.2"')) != before


def test_uv_is_installed_from_its_own_pin_with_its_hashes() -> None:
    pin = dev.pin_of("uv")
    assert pin.startswith("uv==")
    assert pin.count("--hash=sha256:") > 5
    assert "\nuvicorn" not in pin


def test_the_mirror_that_pip_knows_is_told_to_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    assert dev.mirror()["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


def test_without_arguments_all_tests_run_on_two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "build_assets", lambda: None)
    monkeypatch.setattr(dev, "become", lambda *arguments: called.append(arguments))
    dev.test(())
    dev.test(("-k", "rounding"))
    assert called[0][-5:] == ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    assert called[1][-2:] == ("-k", "rounding")
