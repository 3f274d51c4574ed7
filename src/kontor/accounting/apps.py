"""Accounting as a Django app."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    """The books."""

    name = "kontor.accounting"
    label = "accounting"
    default_auto_field = "django.db.models.BigAutoField"
