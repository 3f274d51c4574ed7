"""Fields of the forms for master data: what has a list is chosen from it, what has check digits is checked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.db import models
from django.db.models import Field
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kontor.access.public import CAPABILITIES
from kontor.backoffice.figures import number_text
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import parse_amount
from kontor.backoffice.words import RIGHT_WORDS, ROOM_WORDS
from kontor.kernel.countries import name_countries
from kontor.kernel.money import TRADED
from kontor.platform.keep.masters import SIGNED, MasterWrong, check_postal_code, tidy_bic, tidy_iban, tidy_vat_id

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
        case "iban" | "bic" | "vat_id":
            return TidyField(_TIDIES[column.name], widget=UnfoldAdminTextInputWidget, **told)
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


_TIDIES = {"iban": tidy_iban, "bic": tidy_bic, "vat_id": tidy_vat_id}


def clean_postal_code(form: forms.ModelForm[Any], told: dict[str, Any]) -> None:
    """Refuse a postal code that is none of the country."""
    try:
        check_postal_code(told.get("postal_code") or "", told.get("country") or "")
    except MasterWrong as refusal:
        form.add_error("postal_code", refusal_text(refusal))


def _choice(choices: Any, told: dict[str, Any]) -> forms.Field:
    def offered() -> list[tuple[str, Any]]:
        return ([] if told["required"] else [("", "–")]) + list(choices())

    return forms.ChoiceField(choices=offered, widget=UnfoldAdminSelectWidget, **told)


def _currencies() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "de").replace("-", "_")).currencies
    rest = sorted(TRADED - set(_FIRST_CURRENCIES))
    return [(code, f"{code} – {names.get(code, code)}") for code in (*_FIRST_CURRENCIES, *rest)]


def list_rights() -> list[tuple[str, str]]:
    """Return every capability with its words; ``*`` is all of them."""
    found = [("*", str(_("Everything")))]
    for capability in CAPABILITIES:
        room, _sign, right = capability.partition(":")
        found.append((capability, f"{ROOM_WORDS[room]}: {RIGHT_WORDS[right]}"))
    return found


class NumberField(forms.DecimalField):
    """An amount or a rate, shown and read as the reader writes it: 1.234,50 in German."""

    def __init__(self, column: models.DecimalField[Any, Any], told: dict[str, Any]) -> None:
        signed = column.name in SIGNED or column.model._meta.label == "sourcing.SourcingRule"
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


class TidyField(forms.CharField):
    """A number with a form and check digits, kept as those write it who give it out."""

    def __init__(self, tidy: Callable[[str], str], **told: Any) -> None:
        self.tidy = tidy
        super().__init__(**told)

    def clean(self, value: Any) -> str:
        """Return it tidied."""
        try:
            return self.tidy(super().clean(value))
        except MasterWrong as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from None
