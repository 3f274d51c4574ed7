"""Accounting as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountingConfig(AppConfig):
    """The books."""

    name = "kontor.accounting"
    label = "accounting"
    verbose_name = _("Books")
    default_auto_field = "django.db.models.BigAutoField"
