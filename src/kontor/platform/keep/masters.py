"""How master data is kept: each field by what its name means everywhere, whoever brings it, and every change in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db.models import Model
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberWrong

from kontor.kernel.actor import Actor
from kontor.kernel.address import fits_country
from kontor.kernel.countries import find_country
from kontor.kernel.errors import Refused
from kontor.kernel.money import TRADED
from kontor.platform.keep.audit import Change, record_changes

Master = TypeVar("Master", bound=Model)

# Countries of the EU and those beside it whose VAT ids begin with their code.
_EU = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())
# Figures that may lie below zero.
SIGNED = frozenset({"latitude", "longitude", "rate"})


class MasterWrong(Refused):
    """This cannot be kept so."""

    code = "platform.master_wrong"


def tidy_iban(text: str) -> str:
    """Return an IBAN as banks write it, with right check digits (ISO 13616). Refuses: MasterWrong."""
    try:
        return iban.validate(text) if text else ""
    except NumberWrong:
        raise MasterWrong("This is no IBAN: its length or its check digits are wrong.", field="iban") from None


def tidy_bic(text: str) -> str:
    """Return a BIC as banks write it (ISO 9362). Refuses: MasterWrong."""
    try:
        return bic.validate(text) if text else ""
    except NumberWrong:
        raise MasterWrong("This is no BIC: it has eight or eleven letters and digits.", field="bic") from None


def tidy_vat_id(text: str) -> str:
    """Return a VAT id without blanks, dots and hyphens: those of the EU are checked by form and check digits, others kept as they
    are typed. Refuses: MasterWrong.
    """
    told = "".join(char for char in text.upper() if char not in " .-")
    if told[:2] in _EU and not told.startswith("XI") and not vat.is_valid(told):
        raise MasterWrong("This is no VAT id: its form or its check digits are wrong.", field="vat_id")
    if told and not told[:2].isalpha():
        raise MasterWrong("A VAT id begins with the two letters of its country.", field="vat_id")
    return told


def tidy_country(text: str) -> str:
    """Return the code of a country (ISO 3166). Refuses: MasterWrong."""
    found = find_country(text)
    if found is None:
        raise MasterWrong("There is no such country.", field="country")
    return found


def _currency(text: str) -> str:
    if text not in TRADED:
        raise MasterWrong("There is no such currency.", field="currency")
    return text


def _time_zone(text: str) -> str:
    if "/" not in text or text not in available_timezones():
        raise MasterWrong("There is no such time zone.", field="timezone")
    return text


_TIDIES: Mapping[str, Callable[[str], str]] = {
    "iban": tidy_iban, "bic": tidy_bic, "vat_id": tidy_vat_id, "country": tidy_country, "currency": _currency,
    "timezone": _time_zone,
}  # fmt: skip


def check_postal_code(postal_code: str, country: str) -> None:
    """Refuse a postal code that is none of the country: it would stand on every paper and parcel. Refuses: MasterWrong."""
    if postal_code and not fits_country(postal_code, country):
        raise MasterWrong("This is no postal code of that country.", field="postal_code")


def keep_master(row: Master, told: Mapping[str, Any], *, at: datetime, by: Actor) -> Master:
    """Master data is entered (the row is new) or changed: what is told is checked by what its names mean and what its columns
    allow, and stands in the trail with what was before; what is not told stays.

    The caller holds the row. Refuses: MasterWrong at its field.
    """
    told = {name: _TIDIES[name](value) if name in _TIDIES and value else value for name, value in told.items()}
    below = [it for it, value in told.items() if isinstance(value, Decimal) and value < 0 and it not in SIGNED]
    if below:
        raise MasterWrong("This cannot be less than zero.", field=below[0])
    new = row._state.adding
    before = {name: getattr(row, name) for name in told}
    if told == before and not new:
        return row
    for name, value in told.items():
        setattr(row, name, value)
    _check(row, told)
    row.save()
    record_changes(
        subject=str(row._meta.model_name), verb="add_master" if new else "change_master", at=at, by=by,
        changes=[Change(row.pk, None if new else before, told)],
    )  # fmt: skip
    return row


def _check(row: Model, told: Mapping[str, Any]) -> None:
    """Refuse what the columns and the constraints of the table do not allow, before the database would."""
    rest = (
        set()
        if row._state.adding
        else {it.name for it in row._meta.fields if it.name not in told and it.attname not in told}
    )
    try:
        row.clean_fields(exclude=rest)
        row.validate_unique(exclude=rest)
        row.validate_constraints(exclude=rest)
    except ValidationError as wrong:
        field, reasons = next(iter(wrong.message_dict.items()))
        raise MasterWrong(reasons[0], field=field) from None
    if "postal_code" in told or "country" in told:
        # What the database will fill in is no text yet.
        postal_code = getattr(row, "postal_code", "")
        check_postal_code(postal_code if isinstance(postal_code, str) else "", getattr(row, "country", ""))
