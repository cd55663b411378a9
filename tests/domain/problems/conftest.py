from tests.committed import *  # noqa: F403
