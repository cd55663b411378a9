"""How a root is printed: in fours, so that a person can read it aloud and compare it."""

from django import template

register = template.Library()


@register.filter
def in_fours(root: str) -> str:
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))
