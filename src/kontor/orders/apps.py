"""Orders as a Django app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, lines, holds."""

    name = "kontor.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
