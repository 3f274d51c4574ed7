"""Catalog as a Django app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products, SKUs, barcodes, kits."""

    name = "kontor.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
