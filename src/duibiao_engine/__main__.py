"""`python -m duibiao_engine` is the command `duibiao`."""

from duibiao_engine.cli import main

if __name__ == "__main__":
    main(prog_name="duibiao")
