"""Legal entities as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalEntitiesConfig(AppConfig):
    """The companies of the merchant, and where they are registered for VAT."""

    name = "kontor.legal_entities"
    label = "legal_entities"
    verbose_name = _("Legal entities")
    default_auto_field = "django.db.models.BigAutoField"
