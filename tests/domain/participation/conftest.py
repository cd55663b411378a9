"""The site's fixtures for this folder."""

from tests.committed import settled  # noqa: F401
from tests.site import *  # noqa: F403
