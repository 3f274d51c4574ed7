"""Locations as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocationsConfig(AppConfig):
    """Warehouses, stores, third-party nodes."""

    name = "kontor.locations"
    label = "locations"
    verbose_name = _("Locations")
    default_auto_field = "django.db.models.BigAutoField"
