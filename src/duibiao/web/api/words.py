"""Sentences of the interface's own description, put into the reader's language when it is read."""

from django.utils import translation


def gettext_lazy(message: str) -> str:
    """Django's own; the library that draws the description says `str` where any text will do."""
    text: str = translation.gettext_lazy(message)  # type: ignore[assignment]
    return text
