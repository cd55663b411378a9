"""Whose bucket it is: one site writes, deletes and lets go; any other that knows the key may only read.

Its one trick: the site's own name in the bucket lies in the data folder and in no backup. Who restores a backup for a trial has another
name, and cannot take from the bucket what the county's own site lives on.
"""

import json
import secrets
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.bucket import line

KEY = "duibiao-owner.json"


class NotOurs(Exception):
    """Another site writes into this bucket, in words."""


def our_name() -> str:
    """This site's name, made once."""
    place = Path(settings.DATA) / "bucket-name"
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"bucket-name.{secrets.token_hex(4)}")
        beside.write_text(secrets.token_hex(16), encoding="ascii")
        try:
            place.hardlink_to(beside)  # whoever is second takes the first one's
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return place.read_text(encoding="ascii")


def owner() -> str:
    """Who writes into the bucket; nobody yet: empty."""
    found = line.read_small(KEY)
    try:
        return str(json.loads(found)["site"]) if found else ""
    except (ValueError, KeyError, TypeError):
        return "?"


def require_ours() -> None:
    """Raises `NotOurs`; an empty bucket becomes ours."""
    if owner() == our_name() or (not owner() and _claimed(new=True) and owner() == our_name()):
        return
    raise NotOurs(said())


def said() -> str:
    """That another site writes here, and what to do."""
    return (
        _("这个桶（%s）已归另一个网站写入，这里只能读。如果那个网站已经停用，请运行 duibiao bucket own 接管；只是恢复演练就不要接管。")
        % line.place()
    )  # fmt: skip


def is_another_s() -> bool:
    """Whether another site writes into it; nobody yet is nobody."""
    return owner() not in ("", our_name())


def is_ours() -> bool:
    try:
        return owner() == our_name()
    except store.Unreachable:
        return False


def take_over() -> None:
    """From now on this site writes, and the former one only reads."""
    _claimed(new=False)


def _claimed(*, new: bool) -> bool:
    said = {"site": our_name(), "since": timezone.now().isoformat(timespec="seconds")}
    return line.write_small(KEY, json.dumps(said).encode(), new=new)
