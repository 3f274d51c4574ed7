"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, roles, API keys."""

    name = "kontor.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
