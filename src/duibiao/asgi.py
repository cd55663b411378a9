"""The site as an ASGI application, for granian or any other server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
application = get_asgi_application()
