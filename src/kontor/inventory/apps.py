"""Inventory as a Django app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Balances, reservations, moves, availability."""

    name = "kontor.inventory"
    label = "inventory"
    default_auto_field = "django.db.models.BigAutoField"
