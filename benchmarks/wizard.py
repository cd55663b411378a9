"""The wizard with an official table of 1,200 rows: hand-in and reading, then each of its pages: milliseconds, statements, bytes.

    python3 dev.py run python benchmarks/wizard.py

It makes a database of its own beside the embedded one's and drops it again.
"""

import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
ROWS, ROUNDS = 1200, 5


def main() -> None:
    """Prints the figures."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"bench_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.DATA, settings.DATA_FILES = Path(folder), Path(folder) / "files"
            measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure() -> None:
    """Hands the table in as the office does and opens every step."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from read_table import sheet

    from duibiao.standards.models import ImportDraft
    from tests.cast import assemble

    print(f"{platform.machine()}, Python {platform.python_version()}, {ROWS} rows")
    cast, client = assemble(), Client()
    client.force_login(cast.lin)
    start = time.perf_counter()
    sent = client.post("/office/standards/drafts/new/", {"file": SimpleUploadedFile("表.xlsx", sheet(ROWS))})
    assert sent.status_code == 302, sent.content.decode()
    draft = ImportDraft.objects.get()
    leaves = draft.indicators.filter(leaf=True).count()
    print(f"hand-in, table, tree and {leaves} clauses: {time.perf_counter() - start:.2f} s")
    first = draft.indicators.filter(leaf=True).order_by("number").first()
    assert first is not None
    for step in ("", "clauses/", "clauses/?state=to_confirm", f"clauses/{first.pk}/", "units/", "finish/"):
        address = f"/office/standards/drafts/{draft.pk}/{step}"
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as seen:
                page = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
            assert page.status_code == 200, address
        print(f"{step or 'tables':>26}: {median(times):7.0f} ms {len(seen):3d} SQL {len(page.content) / 1024:7.0f} KiB")


if __name__ == "__main__":
    main()
