"""The site's fixtures for this folder."""

from tests.bucketing import bucket, s3_server  # noqa: F401
from tests.site import *  # noqa: F403
