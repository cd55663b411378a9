"""What every test shares: chance that repeats itself where it must, and no deadline on a busy machine."""

import os

import pytest
from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

#: Files that take long whole: begun first, so that no worker ends with one of them while the other has nothing left.
LONG = ("tests/web/test_roles.py", "tests/repo/test_code.py", "tests/browser/", "tests/domain/test_backups.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((n for n, part in enumerate(LONG) if item.nodeid.startswith(part)), len(LONG)))
