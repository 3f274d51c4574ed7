"""The platform as a Django app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Outbox, audit, idempotency, files."""

    name = "kontor.platform"
    label = "platform"
    verbose_name = "Kontor"
    default_auto_field = "django.db.models.BigAutoField"
