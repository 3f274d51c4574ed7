"""The web application."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
# The writer thread of intake must not wait 5 ms for its turn whenever a request is being parsed.
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
