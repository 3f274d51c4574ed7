"""Messaging as a Django app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Templates and messages."""

    name = "kontor.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
