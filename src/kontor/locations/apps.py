"""Locations as a Django app."""

from django.apps import AppConfig


class LocationsConfig(AppConfig):
    """Warehouses, stores, third-party nodes."""

    name = "kontor.locations"
    label = "locations"
    default_auto_field = "django.db.models.BigAutoField"
