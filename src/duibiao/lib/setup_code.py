"""The one-time code that opens the set-up page: whoever reads the terminal of the server may set up the county."""

import secrets
from pathlib import Path

from django.conf import settings

#: No letters or digits that are mistaken for others.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def place() -> Path:
    return Path(settings.DATA) / "setup-code"


def code() -> str:
    """The code, made once."""
    if not place().is_file():
        made = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        place().touch(mode=0o600)
        place().write_text(made, encoding="ascii")
    return place().read_text(encoding="ascii")


def fits(given: str) -> bool:
    return secrets.compare_digest(given.strip().lower().encode(), code().encode())


def forget() -> None:
    place().unlink(missing_ok=True)
