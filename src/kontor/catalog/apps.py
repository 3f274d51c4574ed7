"""Catalog as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Products, SKUs, barcodes, kits."""

    name = "kontor.catalog"
    label = "catalog"
    verbose_name = _("Products")
    default_auto_field = "django.db.models.BigAutoField"
