"""Questions about legal entities."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Min

from kontor.kernel.address import Address
from kontor.kernel.errors import NotFound
from kontor.legal_entities.models import LegalEntity, TaxRegistration
from kontor.platform.keep.audit import list_entries
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class LegalEntityRow:
    """A company of the merchant. ``logo`` is the fingerprint of the picture at the top of its papers, ``registrations`` are its
    VAT ids in other countries: country → VAT id.
    """

    id: int
    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str
    email: str
    website: str
    bank: str
    currency: str
    timezone: str
    tax_number: str
    phone: str
    iban: str
    bic: str
    register: str
    managers: str
    small_business: bool
    oss: bool
    footer: str
    checks_vat_ids: bool
    payment_days: int
    four_eyes_above: Decimal | None
    chart: str
    datev_consultant: int | None
    datev_client: int | None
    logo: str | None = column("logo__sha256")
    registrations: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> Address:
        """Return where it is."""
        return Address(
            name=self.name, street=self.street, postal_code=self.postal_code, city=self.city, country=self.country
        )

    def four_eyes_in(self, currency: str) -> Decimal | None:
        """Return above which amount of a currency a second person decides; None where nobody is asked. Of any other currency than
        the company's everything is above its limit, for nobody knows what it is worth.
        """
        return self.four_eyes_above if self.four_eyes_above is None or currency == self.currency else Decimal(0)


def list_legal_entities(ids: Collection[int] | None = None) -> dict[int, LegalEntityRow]:
    """Return legal entities by their ids, in the order of these; all of them where none is named."""
    rows = LegalEntity.objects.order_by("id")
    found = read_rows(LegalEntityRow, rows if ids is None else rows.filter(id__in=ids))
    abroad: dict[int, dict[str, str]] = {row.id: {} for row in found}
    registrations = TaxRegistration.objects.filter(legal_entity_id__in=abroad).order_by("id")
    for entity_id, country, vat_id in registrations.values_list("legal_entity_id", "country", "vat_id"):
        abroad[entity_id][country] = vat_id
    return {row.id: replace(row, registrations=abroad[row.id]) for row in found}


@dataclass(frozen=True, slots=True)
class RaisedLimit:
    """A limit above which two people decide that somebody raised or took away."""

    id: int
    code: str
    by: str


# Who raises the limit above which two decide could decide alone: everybody who reads alarms hears of it, for so long.
LIMIT_TOLD = timedelta(days=3)


def list_raised_limits(at: datetime) -> list[RaisedLimit]:
    """Return whose limit was raised or taken away of late, and who was entered above the lowest of the others."""
    told = list_entries(subject="legalentity", verb="change_master", since=at - LIMIT_TOLD)
    limits = LegalEntity.objects.filter(four_eyes_above__isnull=False)
    for it in list_entries(subject="legalentity", verb="add_master", since=at - LIMIT_TOLD):
        lowest = limits.exclude(id=it.key).aggregate(least=Min("four_eyes_above"))["least"]
        told.append(replace(it, before={"four_eyes_above": lowest}))
    codes = dict(LegalEntity.objects.filter(id__in={it.key for it in told}).values_list("id", "code"))
    return [
        RaisedLimit(it.id, codes.get(it.key, ""), it.by) for it in told if _is_raised(it.before or {}, it.after or {})
    ]


def _is_raised(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    was, now = before.get("four_eyes_above"), after.get("four_eyes_above")
    return was is not None and (now is None or Decimal(str(now)) > Decimal(str(was)))


def get_legal_entity(legal_entity_id: int) -> LegalEntityRow:
    """Return a legal entity. Refuses: NotFound."""
    found = list_legal_entities([legal_entity_id])
    if not found:
        raise NotFound("There is no such legal entity.", legal_entity=legal_entity_id)
    return found[legal_entity_id]


def lock_legal_entity(legal_entity_id: int) -> None:
    """Lock a legal entity, so that what is done once for it is done by one alone. Refuses: NotFound."""
    rows = LegalEntity.objects.select_for_update(no_key=True).filter(id=legal_entity_id)
    if not list(rows.values_list("id")):
        raise NotFound("There is no such legal entity.", legal_entity=legal_entity_id)
