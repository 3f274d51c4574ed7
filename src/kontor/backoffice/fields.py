"""Fields of the forms for master data: what has a list is chosen from it, what has check digits is checked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.db import models
from django.db.models import Field
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberWrong
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kontor.access.public import CAPABILITIES
from kontor.backoffice.figures import number_text
from kontor.backoffice.typed import parse_amount
from kontor.backoffice.words import RIGHT_WORDS, ROOM_WORDS
from kontor.kernel.address import fits_country
from kontor.kernel.countries import name_countries
from kontor.kernel.money import CURRENCIES

# Countries of the EU and those beside it whose VAT ids begin with their code.
_EU = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())
_FIRST_CURRENCIES = ("EUR", "CHF", "GBP", "USD", "PLN", "CZK", "SEK", "DKK")
_PLACES = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def field_for(column: Field[Any, Any]) -> forms.Field | None:
    """Return the field for a column of a name that means the same everywhere; None for all others."""
    if column.choices:
        return None
    initial = {"country": "DE", "timezone": "Europe/Berlin", "currency": "EUR", "language": "de"}.get(column.name)
    told: dict[str, Any] = {
        "initial": initial if not column.blank else None,
        "label": column.verbose_name,
        "required": not column.blank,
        "help_text": column.help_text,
    }
    match column.name:
        case "country":
            return _choice(lambda: name_countries(get_language() or "de"), told)
        case "currency":
            return _choice(_currencies, told)
        case "timezone":
            return _choice(
                lambda: [(zone, zone) for zone in sorted(available_timezones()) if zone.startswith(_PLACES)], told
            )
        case "language":
            return _choice(lambda: [("de", _("German")), ("en", _("English"))], told)
        case "iban":
            return IbanField(widget=UnfoldAdminTextInputWidget, **told)
        case "bic":
            return BicField(widget=UnfoldAdminTextInputWidget, **told)
        case "vat_id":
            return VatIdField(widget=UnfoldAdminTextInputWidget, **told)
        case "working_days":
            days = Locale.parse(get_language() or "de", sep="-").days["stand-alone"]["wide"]
            return forms.TypedMultipleChoiceField(
                coerce=int, choices=[(number + 1, days[number]) for number in range(7)],
                widget=UnfoldAdminCheckboxSelectMultipleWidget, **told | {"initial": column.get_default()},
            )  # fmt: skip
        case "capabilities":
            # What a channel does itself or allows stands with its column; people and keys have rights.
            own = getattr(column, "base_field", column).choices
            return forms.MultipleChoiceField(
                choices=own or list_rights, widget=UnfoldAdminCheckboxSelectMultipleWidget, **told
            )
        case _:
            return NumberField(column, told) if isinstance(column, models.DecimalField) else None


def check_postal_code(form: forms.ModelForm[Any], told: dict[str, Any]) -> None:
    """Refuse a postal code that is none of the country: it would stand on every paper and parcel."""
    if told.get("postal_code") and not fits_country(told["postal_code"], told.get("country") or ""):
        form.add_error("postal_code", _("This is no postal code of that country."))


def _choice(choices: Any, told: dict[str, Any]) -> forms.Field:
    def offered() -> list[tuple[str, Any]]:
        return ([] if told["required"] else [("", "–")]) + list(choices())

    return forms.ChoiceField(choices=offered, widget=UnfoldAdminSelectWidget, **told)


def _currencies() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "de").replace("-", "_")).currencies
    rest = sorted(set(CURRENCIES) - set(_FIRST_CURRENCIES))
    return [(code, f"{code} – {names.get(code, code)}") for code in (*_FIRST_CURRENCIES, *rest)]


def list_rights() -> list[tuple[str, str]]:
    """Return every capability with its words; ``*`` is all of them."""
    found = [("*", str(_("Everything")))]
    for capability in CAPABILITIES:
        room, _sign, right = capability.partition(":")
        found.append((capability, f"{ROOM_WORDS[room]}: {RIGHT_WORDS[right]}"))
    return found


# Figures that may lie below zero.
_SIGNED = frozenset({"latitude", "longitude", "rate"})


class NumberField(forms.DecimalField):
    """An amount or a rate, shown and read as the reader writes it: 1.234,50 in German."""

    def __init__(self, column: models.DecimalField[Any, Any], told: dict[str, Any]) -> None:
        signed = column.name in _SIGNED or column.model._meta.label == "sourcing.SourcingRule"
        least = None if signed else 0
        if column.has_default() and column.default is not None:
            told = told | {"initial": Decimal(column.get_default())}
        super().__init__(
            min_value=least, max_digits=column.max_digits, decimal_places=column.decimal_places, localize=True,
            widget=UnfoldAdminTextInputWidget, **told,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        """Return the number."""
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None if not isinstance(value, Decimal) else value
        found = parse_amount(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        """Leave out the zeros that a column keeps behind the cents."""
        return number_text(value, grouped=False) if isinstance(value, Decimal) else value


class IbanField(forms.CharField):
    """An IBAN, kept without blanks, with right check digits (ISO 13616)."""

    def clean(self, value: Any) -> str:
        """Return it as banks write it."""
        told = super().clean(value)
        try:
            return iban.validate(told) if told else ""
        except NumberWrong:
            raise forms.ValidationError(_("This is no IBAN: its length or its check digits are wrong.")) from None


class BicField(forms.CharField):
    """A BIC (ISO 9362)."""

    def clean(self, value: Any) -> str:
        """Return it as banks write it."""
        told = super().clean(value)
        try:
            return bic.validate(told) if told else ""
        except NumberWrong:
            raise forms.ValidationError(_("This is no BIC: it has eight or eleven letters and digits.")) from None


class VatIdField(forms.CharField):
    """A VAT id: those of the EU are checked by their form and check digits, others are kept as they are typed."""

    def clean(self, value: Any) -> str:
        """Return it without blanks, dots and hyphens."""
        told = "".join(char for char in super().clean(value).upper() if char not in " .-")
        if told[:2] in _EU and not told.startswith("XI") and not vat.is_valid(told):
            raise forms.ValidationError(_("This is no VAT id: its form or its check digits are wrong."))
        if told and not told[:2].isalpha():
            raise forms.ValidationError(_("A VAT id begins with the two letters of its country."))
        return told
