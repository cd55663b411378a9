from tests.site import *  # noqa: F403
