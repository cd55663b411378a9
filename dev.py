#!/usr/bin/env python3
"""The newcomer's one command. Standard library only, so it runs on a machine with nothing but Python.

Its one trick: what was installed is stamped with the hash of what was asked for, so that a second run
installs nothing, needs no network, and starts at once. Two runs at the same time wait for each other.

The syntax stays readable for old Pythons, so that they can say which Python is needed.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
NODE_STAMP = FRONTEND / "node_modules" / ".packages.stamp"
LOCKED = ROOT / "requirements" / "dev.txt"
NEEDED = (3, 11)
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
UV = BIN / ("uv.exe" if WINDOWS else "uv")

#: What `check` runs; tests/repo holds the same list, so that the test command holds it too.
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-logo"),
)
#: An installed program may not write beside itself, so the wheel carries its catalogues compiled.
COMPILE = "from pathlib import Path; from duibiao.lib import catalogue; catalogue.compile_stale([Path('src/duibiao')])"
FIXES = (("ruff", "check", "--fix-only", "--exit-zero", "."), ("ruff", "format", "."))


class Stop(Exception):
    """Something that the person at the keyboard must do, said in Chinese and English."""


# ── saying ────────────────────────────────────────────────────────────────────────────────────────


def say(text):
    print("· " + text, file=sys.stderr, flush=True)


def run(command, **options):
    """Run a command; its failure is shown by the command itself, and returned."""
    return subprocess.run([str(part) for part in command], cwd=str(ROOT), **options).returncode


def must(command, chinese, english, **options):
    if run(command, **options):
        raise Stop(chinese + "\n  " + english)


# ── the environment ───────────────────────────────────────────────────────────────────────────────


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def stamp_is(path, value):
    return path.is_file() and path.read_text(encoding="utf-8") == value


def packages_stamp():
    """The pinned packages, and where the environment lies: its scripts break when it is moved."""
    return digest(LOCKED.read_text(encoding="utf-8"), str(ROOT))


def project_stamp():
    """What the installed project's own metadata is made from; a changed lint rule reinstalls nothing."""
    import tomllib

    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [asked["build-system"], asked["project"], asked["tool"]["hatch"]]
    return digest(json.dumps(parts, sort_keys=True), packages_stamp())


@contextlib.contextmanager
def alone():
    """Hold the set-up lock: of several commands started at once one installs, the others wait."""
    with (ROOT / ".venv.lock").open("a+", encoding="utf-8") as handle:
        if WINDOWS:
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file lets go of the lock


def ready():
    return PYTHON.exists() and stamp_is(VENV / "project.stamp", project_stamp())


def set_up():
    if not ready():
        with alone():
            if not ready():  # another run may have done it while we waited
                make_venv()
                install_packages()
                install_project()


def make_venv():
    where = VENV / "root.stamp"
    if PYTHON.exists() and stamp_is(where, str(ROOT)):
        return
    say("建立虚拟环境 .venv  making the virtual environment")
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=not WINDOWS).create(str(VENV))
    except (Exception, SystemExit) as error:
        raise Stop(
            "建不了虚拟环境：%s。Debian/Ubuntu 请先装 python3-venv，再运行一次。\n"
            "  The virtual environment could not be made. On Debian or Ubuntu install python3-venv, then run again."
            % error
        )
    where.write_text(str(ROOT), encoding="utf-8")


def pip(*arguments):
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2")
    return (PYTHON, "-m", "pip", "install", *quiet, *arguments)


def uv(*arguments):
    return (UV, "pip", "install", "--quiet", "--python", PYTHON, *arguments)


def pin_of(name):
    """The lines of the lock file that pin one package, hashes and all."""
    text = LOCKED.read_text(encoding="utf-8")
    return re.search(r"^%s==.*\n(?:[ ].*\n)*" % re.escape(name), text, re.MULTILINE).group()


def mirror():
    """uv does not read pip's settings, and many offices reach packages only through pip's mirror."""
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace").stdout
    found = re.findall(r"^[\w:.]*\.(index-url|cert)='(.+)'$", listed, re.MULTILINE)
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    return dict({names[key]: value for key, value in found}, **os.environ)


def install_uv():
    """uv installs several times faster than pip; it is pinned like everything else."""
    asked = VENV / "uv.txt"
    asked.write_text(pin_of("uv"), encoding="utf-8")
    run(pip("--require-hashes", "--no-deps", "-r", asked), stderr=subprocess.DEVNULL)  # pip must do if this fails


def install(asked, chinese, english):
    if UV.exists() and run(uv(*asked), env=mirror()) == 0:
        return
    say("改用 pip 再试，慢一些  trying once more with pip, which is slower")
    must(pip(*asked), chinese, english)


def install_packages():
    stamp = VENV / "packages.stamp"
    if stamp_is(stamp, packages_stamp()):
        return
    say("按哈希安装依赖  installing the pinned packages")
    install_uv()
    install(
        ("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", LOCKED),
        "依赖没有装上。请检查网络或 pip 镜像设置，再运行同一条命令；已下载的不会重来。",
        "The packages were not installed. Check the network or pip's index setting and run the same command again.",
    )
    stamp.write_text(packages_stamp(), encoding="utf-8")


def install_project():
    install(
        ("--no-deps", "--no-build-isolation", "--editable", ROOT),
        "项目本身没有装上，原因见上面几行；改好后再运行一次。",
        "The project itself was not installed; the lines above say why. Mend it and run again.",
    )
    (VENV / "project.stamp").write_text(project_stamp(), encoding="utf-8")


# ── assets ────────────────────────────────────────────────────────────────────────────────────────


def sources_stamp():
    kept = (path for path in sorted(FRONTEND.rglob("*")) if path.is_file() and "node_modules" not in path.parts)
    return digest(*(path.relative_to(ROOT).as_posix() + hashlib.sha256(path.read_bytes()).hexdigest() for path in kept))


def build_assets():
    """npm's packages and the bundle, each only when what it is made from has changed."""
    if not (FRONTEND / "build.mjs").is_file():
        return
    stamp = FRONTEND / "node_modules" / ".bundle.stamp"
    if stamp_is(stamp, sources_stamp()):
        return
    with alone():
        asked = sources_stamp()
        if not stamp_is(stamp, asked):
            bundle()
            stamp.write_text(asked, encoding="utf-8")


def bundle():
    install_node_modules()
    try:
        npm("run", "--silent", "build")
    except Stop:
        NODE_STAMP.unlink(
            missing_ok=True
        )  # the packages themselves may be what is broken: the next try takes them anew
        raise


def install_node_modules():
    asked = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    if not stamp_is(NODE_STAMP, digest(asked)):
        NODE_STAMP.unlink(missing_ok=True)
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        NODE_STAMP.write_text(digest(asked), encoding="utf-8")


def npm(*arguments):
    say("页面资源  the pages' assets: npm %s" % arguments[0])
    program_path = BIN / ("npm.exe" if WINDOWS else "npm")
    must(
        (program_path, "--prefix", FRONTEND, *arguments),
        "页面资源没有打成包。请检查网络或 npm 镜像设置，再运行一次。",
        "The assets were not built. Check the network or npm's registry setting and run again.",
        env=environment(),
    )


# ── commands ──────────────────────────────────────────────────────────────────────────────────────


def environment():
    """The environment of what we run: the venv's programs first, Chinese output on any console."""
    path = str(BIN) + os.pathsep + os.environ.get("PATH", "")
    made = dict(os.environ, PATH=path, VIRTUAL_ENV=str(VENV), PYTHONUTF8="1")
    # Who wants no __pycache__ beside the sources has one in here: without any, each start of the site takes ten seconds.
    if made.pop("PYTHONDONTWRITEBYTECODE", ""):
        made.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))
    return made


def program(name):
    """A program of the virtual environment, else whatever the system has by that name."""
    return shutil.which(name, path=environment()["PATH"]) or name


def inside(name, *arguments):
    """Run it and come back with its exit code."""
    try:
        return run((program(name), *arguments), env=environment())
    except FileNotFoundError:
        raise Stop("没有这个命令：%s\n  There is no such command: %s" % (name, name))


def become(name, *arguments):
    """Run it in our place where the system can: who stops us then stops it, and no process is left over."""
    if WINDOWS:
        return inside(name, *arguments)
    os.chdir(str(ROOT))
    sys.stderr.flush()
    found = program(name)
    try:
        os.execve(found, (found, *arguments), environment())
    except OSError:
        raise Stop("没有这个命令：%s\n  There is no such command: %s" % (name, name))


def demo(arguments):
    set_up()
    build_assets()
    return become("duibiao", "demo", *arguments)


def test(arguments):
    """All tests on two workers, the long files first as tests/conftest.py orders them; with arguments of your own exactly those, in one process."""
    set_up()
    build_assets()
    return become("python", "-m", "pytest", *(arguments or ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")))


def run_command(arguments):
    if not arguments:
        raise Stop("要运行什么？例如：python3 dev.py run duibiao --help\n  Run what? For example the line above.")
    set_up()
    try:
        build_assets()
    except Stop as stop:  # half-written assets must not keep anyone from the engine
        say(str(stop))
    return become(*arguments)


def check(arguments):
    """Every check is run, so that one look shows all that is wrong."""
    fixing = argparse.ArgumentParser(prog="dev.py check")
    fixing.add_argument("--fix", action="store_true", help="mend what ruff can mend, then check")
    set_up()
    for command in FIXES if fixing.parse_args(arguments).fix else ():
        inside(*command)
    failed = [command[0] for command in CHECKS if inside(*command)]
    if inside("python", "-m", "pytest", "-q", "tests/repo", "--ignore", "tests/repo/test_code.py"):
        failed.append("tests/repo")
    if failed:
        raise Stop("没有通过：%s\n  Not passed: see above." % "、".join(dict.fromkeys(failed)))
    return 0


def lock(arguments):
    """Pin again what pyproject.toml asks for. Needs the network."""
    set_up()
    shape = ("--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes")
    hushed = ("--no-emit-index-url", "--no-header", "--quiet")
    for name, more in (("site", ()), ("dev", ("--group", "dev"))):
        source = ("--extra", "site", "pyproject.toml", "-o", "requirements/%s.txt" % name)
        command = (program("uv"), "pip", "compile", *shape, *hushed, *more, *arguments, *source)
        must(command, "没有锁定：上面几行说明原因。", "Not locked: the lines above say why.", env=mirror())
    return 0


def shots(arguments):
    set_up()
    build_assets()
    return inside("python", "-m", "tests.browser.shots", *arguments)


def wheel(arguments):
    set_up()
    build_assets()
    inside("python", "-c", COMPILE)
    return inside("python", "-m", "hatchling", "build", "-t", "wheel", *arguments)


COMMANDS = {
    "demo": (demo, "打开示例县  a living demonstration"),
    "test": (test, "运行全部测试；后面的参数交给 pytest  all tests, or what pytest is told"),
    "run": (run_command, "在项目环境中运行命令  run a command inside the environment"),
    "check": (check, "格式、类型、分层 [--fix]  style, types, floors"),
    "lock": (lock, "重新锁定依赖 [--upgrade]  pin the packages again"),
    "shots": (shots, "重拍文档截图  take the documentation's pictures again"),
    "wheel": (wheel, "打包 dist/*.whl  build the wheel"),
}


def usage():
    lines = ["%-7s%s" % (name, words) for name, (_, words) in COMMANDS.items()]
    return "python3 dev.py COMMAND [...]\n\n  " + "\n  ".join(lines)


def main(arguments):
    if sys.version_info < NEEDED:
        raise Stop(
            "需要 Python 3.11 或更新，现在是 %s。请用 python3.11（或更新）运行 dev.py。\n"
            "  Python 3.11 or newer is needed; this is %s. Start dev.py with a newer one."
            % ((".".join(map(str, sys.version_info[:3])),) * 2)
        )
    if not arguments or arguments[0] not in COMMANDS:
        print(usage())
        return 0 if arguments[:1] in ([], ["-h"], ["--help"]) else 2
    return COMMANDS[arguments[0]][0](tuple(arguments[1:]))


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Chinese Windows console would choke on some characters
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit("✗ %s" % stop)
    except KeyboardInterrupt:
        sys.exit(130)
