"""Inventory as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """Balances, reservations, moves, availability."""

    name = "kontor.inventory"
    label = "inventory"
    verbose_name = _("Stock")
    default_auto_field = "django.db.models.BigAutoField"
