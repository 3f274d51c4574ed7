"""Shipping as a Django app."""

from django.apps import AppConfig


class ShippingConfig(AppConfig):
    """Parcels, labels, tracking."""

    name = "kontor.shipping"
    label = "shipping"
    default_auto_field = "django.db.models.BigAutoField"
