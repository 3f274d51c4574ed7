"""Invoicing as a Django app."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """Invoices and their numbers."""

    name = "kontor.invoicing"
    label = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"
