"""Pricing as a Django app."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Totals and tax."""

    name = "kontor.pricing"
    label = "pricing"
    default_auto_field = "django.db.models.BigAutoField"
