"""Fulfilment as a Django app."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    """Pick, pack, hand over."""

    name = "kontor.fulfilment"
    label = "fulfilment"
    default_auto_field = "django.db.models.BigAutoField"
