"""The back office as a Django app (templates, static files, translations)."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Pages for people."""

    name = "kontor.backoffice"
    label = "backoffice"
