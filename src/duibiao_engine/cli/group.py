"""The group of commands: finds them, and sees to it that no traceback ever reaches a user."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import traceback
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

import click

from duibiao_engine import __version__
from duibiao_engine.cli.console import make_safe

ENTRY_POINTS = "duibiao.commands"
DEBUG = "DUIBIAO_DEBUG"
PROBLEMS, UNUSABLE, INTERRUPTED = 1, 2, 130
#: The engine's own commands and the modules that hold them.
OWN = {
    "check": "checking",
    "score": "scoring",
    "rank": "scoring",
    "explain": "explaining",
    "losses": "explaining",
    "compare": "editions",
    "template": "editions",
    "verify": "verifying",
    "read-table": "importing",
    "read-clause": "importing",
    "write-table": "importing",
    "tour": "tour",
}


class Unusable(click.ClickException):
    """The input cannot be used: said in one sentence, exit code 2."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:
        """On stderr, without the word Error."""
        click.echo(f"✗ {self.format_message()}", err=True)


class Commands(click.Group):
    """The engine's commands, and the site's where it is installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in a sensible order: the engine's first."""
        return list(dict.fromkeys([*OWN, *_sites(), *super().list_commands(ctx)]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The site's command goes before the engine's of the same name."""
        sites = _sites().get(cmd_name)
        if sites is not None:
            return sites
        if cmd_name not in OWN:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"duibiao_engine.cli.{OWN[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Click's own, with a last resort for what nobody foresaw."""
        make_safe()
        run: Any = super().main
        if not kwargs.pop("standalone_mode", True):
            return run(*args, standalone_mode=False, **kwargs)
        try:
            # without standalone mode click hands over what a command left with (`ctx.exit`) instead of leaving itself
            left_with = run(*args, standalone_mode=False, **kwargs)
        except click.ClickException as said:
            said.show()
            sys.exit(UNUSABLE)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已中断。Interrupted.", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _stay_silent()
        except Exception as fault:
            _last_resort(fault)
        sys.exit(left_with if isinstance(left_with, int) else 0)


def _sites() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for point in metadata.entry_points(group=ENTRY_POINTS):
        try:
            loaded = point.load()
        except Exception as fault:  # a half-installed site must not keep anyone from the engine
            _note(fault)
            continue
        if isinstance(loaded, click.Group):
            found.update(loaded.commands)
        elif isinstance(loaded, click.Command):
            found[point.name] = loaded
    return found


def _stay_silent() -> NoReturn:
    # whoever read us has left; without this Python complains once more when it closes stdout
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.exit(0)


def _last_resort(fault: Exception) -> NoReturn:
    log = _note(fault)
    where = f"经过写在 {log}" if log else f"设置环境变量 {DEBUG}=1 再运行一次，会把经过写进一个文件"
    click.echo(f"✗ 程序自己出了错（{type(fault).__name__}），不是你的输入有问题；{where}。", err=True)
    sys.exit(UNUSABLE)


def _note(fault: Exception) -> Path | None:
    if not os.environ.get(DEBUG):
        return None
    text = "".join(traceback.format_exception(fault))
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="duibiao-", suffix=".log", delete=False) as log:
        log.write(text)
    return Path(log.name)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="duibiao")
def main() -> None:
    """对标：从测评体系和事实到得分、失分和理由。

    From an assessment standard and recorded facts to scores that explain themselves.

    \b
    退出码 exit codes: 0 正常 good · 1 发现问题 problems found · 2 输入不能用 unusable input
    """
