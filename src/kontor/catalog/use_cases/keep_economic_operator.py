"""Enter who answers for products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.catalog.errors import ArticleWrong
from kontor.catalog.models import EconomicOperator
from kontor.kernel.actor import Actor
from kontor.kernel.countries import find_country
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class NewEconomicOperator:
    """A maker or importer with his addresses; ``contact``: a mail address or a page."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str
    contact: str


def keep_economic_operator(*, operator: NewEconomicOperator, at: datetime, by: Actor) -> int:
    """Whoever answers for products is entered once, whole: name, postal address, electronic address.

    Returns its id. Refuses: ArticleWrong. Source: regulation (EU) 2023/988 (GPSR), art. 19.
    """
    country = find_country(operator.country)
    if country is None:
        raise ArticleWrong("There is no such country.", field="country")
    if not all((operator.name, operator.street, operator.postal_code, operator.city, operator.contact)):
        raise ArticleWrong("Name, postal address and electronic address are all needed (GPSR).", field="name")
    found, new = EconomicOperator.objects.get_or_create(
        name=operator.name, street=operator.street, postal_code=operator.postal_code, country=country,
        defaults={"city": operator.city, "contact": operator.contact},
    )  # fmt: skip
    before = {"city": found.city, "contact": found.contact}
    after = {"city": operator.city, "contact": operator.contact}
    if new or before != after:
        EconomicOperator.objects.filter(id=found.pk).update(**after)
        change = Change(found.pk, None if new else before, {"name": operator.name, **after})
        record_changes(subject="economic_operator", verb="keep_economic_operator", changes=[change], at=at, by=by)
    return int(found.pk)
