"""Office files as PDF, by LibreOffice where it is installed. Where it is not, a file is offered for download and that is said."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.kinds import KINDS, OFFICE
from duibiao.files.models import Blob, Preview

SECONDS = 60
#: Pages come first: it takes what the machine has left.
_NICELY = ["nice", "-n", "10"] if shutil.which("nice") else []
_ENDINGS = {kind.media_type: name for name, kind in KINDS.items()}


def program() -> str:
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def is_wanted(blob: Blob) -> bool:
    return blob.media_type.startswith(OFFICE)


def make(blob: Blob) -> Preview | None:
    """The file as PDF, made once. None where there is no LibreOffice: it may be installed later."""
    held = Preview.objects.select_related("blob").filter(of=blob).first()
    if held is not None or not is_wanted(blob) or not program():
        return held
    with tempfile.TemporaryDirectory() as folder:
        pdf = _converted(blob, Path(folder))
        made = store.put(_whole(pdf), name="preview.pdf") if pdf else None
    why = "" if made else _("LibreOffice 没有转成，请下载查看。")
    Preview.objects.bulk_create([Preview(of=blob, blob=made, why=why)], ignore_conflicts=True)
    return Preview.objects.select_related("blob").get(of=blob)


def _whole(path: Path) -> list[bytes]:
    return [path.read_bytes()]


def _converted(blob: Blob, folder: Path) -> Path | None:
    """A profile of its own, so that two at once do not wait for each other, and nothing outside is asked."""
    source = folder / f"source.{_ENDINGS[blob.media_type]}"
    with store.held(blob) as path:
        shutil.copyfile(path, source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        *_NICELY,
        program(),
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as run:
        try:
            run.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
    pdf = folder / "source.pdf"
    return pdf if pdf.is_file() and pdf.stat().st_size else None
