"""Enter or change a company of the merchant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from kontor.kernel.actor import Actor
from kontor.kernel.errors import NotFound
from kontor.legal_entities.models import LegalEntity, TaxRegistration
from kontor.legal_entities.rules import ON_PAPERS, find_lacking_on_papers
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.masters import MasterWrong, keep_master, tidy_country, tidy_vat_id

# Whose VAT ids begin otherwise than the country is called.
_LETTERS = {"GR": "EL"}


class LegalEntityFacts(TypedDict, total=False):
    """What is known of a company; what is not named stays as it is."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str
    tax_number: str
    email: str
    phone: str
    website: str
    currency: str
    timezone: str
    bank: str
    iban: str
    bic: str
    register: str
    managers: str
    footer: str
    small_business: bool
    oss: bool
    checks_vat_ids: bool
    payment_days: int
    four_eyes_above: Decimal | None
    chart: str
    datev_consultant: int | None
    datev_client: int | None


def keep_legal_entity(
    *,
    legal_entity_id: int | None,
    facts: LegalEntityFacts,
    registrations: Mapping[str, str] | None = None,
    at: datetime,
    by: Actor,
) -> int:
    """A company is entered (``legal_entity_id`` None) or changed, with its VAT ids abroad (country → VAT id; None: as before).

    Returns its id. Refuses: NotFound, MasterWrong at its field. Locks: the legal entity.
    """
    company = LegalEntity() if legal_entity_id is None else _locked(legal_entity_id)
    if legal_entity_id is None or facts.keys() & set(ON_PAPERS):
        _check_papers({name: facts.get(name, getattr(company, name)) for name in ON_PAPERS})
    keep_master(company, facts, at=at, by=by)
    if registrations is not None:
        _register(company, _tidy(registrations, home=company.country), at=at, by=by)
    return int(company.pk)


def _check_papers(told: Mapping[str, object]) -> None:
    for field, what in find_lacking_on_papers(**{name: str(value or "") for name, value in told.items()}).items():
        raise MasterWrong(what, field=field)


def _tidy(registrations: Mapping[str, str], *, home: str) -> dict[str, str]:
    """Return VAT ids abroad by the codes of their countries, each with the letters of its own. Refuses: MasterWrong."""
    told: dict[str, str] = {}
    for named, vat_id in registrations.items():
        country, plain = tidy_country(named), tidy_vat_id(vat_id)
        if country == home or country in told:
            raise MasterWrong(
                "Each country abroad is named once, and the own one has its VAT id above.", field="registrations"
            )
        if not plain.startswith(_LETTERS.get(country, country)):
            raise MasterWrong("A VAT id begins with the two letters of its country.", field="registrations")
        told[country] = plain
    return told


def _locked(legal_entity_id: int) -> LegalEntity:
    found = LegalEntity.objects.select_for_update(no_key=True).filter(id=legal_entity_id).first()
    if found is None:
        raise NotFound("There is no such legal entity.", legal_entity=legal_entity_id)
    return found


def _register(company: LegalEntity, told: Mapping[str, str], *, at: datetime, by: Actor) -> None:
    before = dict(TaxRegistration.objects.filter(legal_entity=company).values_list("country", "vat_id"))
    if before == told:
        return
    TaxRegistration.objects.filter(legal_entity=company).delete()
    TaxRegistration.objects.bulk_create(
        [TaxRegistration(legal_entity=company, country=country, vat_id=told[country]) for country in sorted(told)]
    )
    record_changes(
        subject="legalentity", verb="register_abroad", at=at, by=by, changes=[Change(company.pk, before, dict(told))],
    )  # fmt: skip
