"""Messaging as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Templates and messages."""

    name = "kontor.messaging"
    label = "messaging"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Mails lead to what goes with them by fingerprints."""
        from kontor.messaging.queries import is_still_attached  # noqa: PLC0415 - tables are read once all are known
        from kontor.platform.keep.files import ask_before_forgetting  # noqa: PLC0415

        ask_before_forgetting(is_still_attached)
