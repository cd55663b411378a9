"""The site's fixtures for this folder."""

from tests.site import *  # noqa: F403
