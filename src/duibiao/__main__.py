"""`python -m duibiao …` for those who have the package but not the installed command."""

from duibiao.cli import commands

if __name__ == "__main__":
    commands(prog_name="duibiao")
