"""Customers as a Django app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """People and companies who buy."""

    name = "kontor.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
