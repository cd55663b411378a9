"""Stands for an installed site in the test of the entry point."""

import click


@click.group()
def commands() -> None:
    """A site."""


@commands.command()
def serve() -> None:
    """Serves."""


@commands.command()
def score() -> None:
    """A name that the engine has too."""
    click.echo("the site's score")
