"""Fulfilment as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfilmentConfig(AppConfig):
    """Pick, pack, hand over."""

    name = "kontor.fulfilment"
    label = "fulfilment"
    verbose_name = _("Warehouse")
    default_auto_field = "django.db.models.BigAutoField"
