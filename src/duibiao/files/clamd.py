"""ClamAV's daemon, where an office has it. Configured and not to be reached means: not taken, and the reason is said."""

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from duibiao.files.kinds import Refused

_PIECE = 256 * 1024
_SECONDS = 60


def look_through(path: Path) -> None:
    """Raises `Refused` if the daemon finds something, or cannot be asked. Nothing happens where none is configured."""
    if not settings.CLAMD:
        return
    try:
        said = _asked(path)
    except OSError as error:
        words = _("病毒检查没有做成（查毒程序没有应答），所以没有收这个文件。请过几分钟再传；还不行请告诉系统管理员。")
        raise Refused("unscanned", words) from error
    if said.endswith("FOUND"):
        name = said.removeprefix("stream: ").removesuffix(" FOUND")
        raise Refused("infected", _("查毒程序说这个文件带病毒（%s），没有收。请先在电脑上杀毒。") % name[:80])
    if not said.endswith("OK"):
        raise Refused("unscanned", _("病毒检查没有做成（%s），所以没有收这个文件。请告诉系统管理员。") % said[:80])


def _asked(path: Path) -> str:
    with _connected() as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        return line.recv(4096).decode("utf-8", "replace").strip("\0\n ")


def _connected() -> socket.socket:
    where = settings.CLAMD
    host, _colon, port = where.rpartition(":")
    if port.isdigit():
        return socket.create_connection((host, int(port)), timeout=_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(_SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line
