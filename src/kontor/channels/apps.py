"""Channels as a Django app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Accounts, listings, inbox."""

    name = "kontor.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"
