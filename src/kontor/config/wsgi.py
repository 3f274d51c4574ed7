"""The web application: pages with everything a browser needs, the API without what only browsers need."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - needs the apps
from django.test.utils import override_settings  # noqa: E402

from kontor.platform.collector import calm_the_collector  # noqa: E402
from kontor.rest.express import PATH, express  # noqa: E402

# The API has no session, no cookie and no page: keys instead of logins, nothing to frame or to translate.
API_PATH = "/api/v1/"
API_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]

with override_settings(MIDDLEWARE=API_MIDDLEWARE):
    _api = WSGIHandler()
_pages = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    if environ["PATH_INFO"] == PATH and environ["REQUEST_METHOD"] == "POST":
        return express(environ, start_response, _api)
    handler = _api if environ["PATH_INFO"].startswith(API_PATH) else _pages
    return handler(environ, start_response)


calm_the_collector()
