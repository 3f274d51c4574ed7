"""Sourcing as a Django app."""

from django.apps import AppConfig


class SourcingConfig(AppConfig):
    """Which location serves which line, and why."""

    name = "kontor.sourcing"
    label = "sourcing"
    default_auto_field = "django.db.models.BigAutoField"
