"""The site as an ASGI application, for granian or any other server.

Its one trick: every page's code is read here, before the port is answered, so nobody's first click waits for it.
"""

import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

from duibiao.lib.starting import reading_modules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
with reading_modules():
    application = get_asgi_application()
    import_module(settings.ROOT_URLCONF)
