"""Payments as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money in and out."""

    name = "kontor.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
