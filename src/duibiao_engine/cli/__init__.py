"""The command `duibiao`: from a standard and a table of facts to scores, reasons and losses.

Its one trick: a command's code is imported when it runs, so that `duibiao --help` answers at once. Where the site is
installed, its sub-commands join through the entry-point group `duibiao.commands`; on the same name the site's wins.
"""

from duibiao_engine.cli.group import main

__all__ = ["main"]
