"""A cast that is really committed, for what happens at the same moment."""

from tests.committed import *  # noqa: F403
