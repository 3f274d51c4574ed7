"""Who changed what: every form of the office leaves an entry with the person and what was before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse
from lxml.html import document_fromstring

from builders import person_named
from kontor.access.tables import Role, User
from kontor.accounting.tables import BaseRate, DayRate, DunningLevel, ExchangeRate
from kontor.backoffice.base import MasterAdmin, ShownAdmin
from kontor.catalog.tables import Sku
from kontor.customers.tables import Customer, CustomerGroup
from kontor.legal_entities.tables import LegalEntity, TaxRegistration
from kontor.messaging.tables import MessageTemplate
from kontor.platform.models import AuditEntry
from kontor.pricing.tables import Price, PriceList
from kontor.sourcing.tables import SourcingCosts, SourcingRule

pytestmark = pytest.mark.django_db(transaction=True)
MASTERS = sorted(
    (model for model, page in site._registry.items() if isinstance(page, MasterAdmin)), key=lambda model: model.__name__
)
# What is changed in each form: a field, and what is typed into it.
CHANGES = {
    "BaseRate": ("rate", "2,5"), "Channel": ("name", "Neuer Name"), "Customer": ("name", "Neuer Name"),
    "CustomerGroup": ("name", "Neuer Name"), "DayRate": ("per_euro", "1,23"), "DunningLevel": ("days_after", "9"),
    "ExchangeRate": ("per_euro", "1,23"), "LegalEntity": ("name", "Neuer Name"), "Listing": ("price", "7,77"),
    "Location": ("name", "Neuer Name"), "MessageTemplate": ("subject", "Neuer Betreff"), "Price": ("amount", "7,77"),
    "PriceList": ("name", "Neuer Name"), "Product": ("name", "Neuer Name"), "Role": ("name", "Neuer Name"),
    "Sku": ("bin", "Z-9"), "SourcingCosts": ("per_100_km", "0,02"), "SourcingRule": ("name", "Neuer Name"),
    "TaxRate": ("rate", "18,5"), "User": ("first_name", "Neuer Name"),
}  # fmt: skip


@pytest.fixture
def office(real_shop):
    """An owner, and one row of everything that has a form."""
    User.objects.create_superuser("dana", password="a-long-and-quiet-password")
    entity, sku = LegalEntity.objects.get(), real_shop.skus["LAMP"]
    group = CustomerGroup.objects.create(code="b2b", name="Händler")
    prices = PriceList.objects.create(code="b2b", name="Händler", group=group, currency="EUR")
    Price.objects.create(price_list=prices, sku_id=sku, amount=Decimal(9), valid_from=date(2026, 1, 1))
    Customer.objects.create(name="Erika", email="e@example.org", match_key="e@example.org", created_at=real_shop.at)
    Role.objects.create(name="Lager", capabilities=["orders:read"])
    MessageTemplate.objects.create(kind="order_confirmed", language="de", subject="Hallo", body="Text")
    SourcingRule.objects.create(name="Nie aus München", location=real_shop.far, effect="never")
    SourcingCosts.objects.get_or_create()
    BaseRate.objects.create(from_on=date(2026, 7, 1), rate=Decimal("1.27"))
    DayRate.objects.create(currency="USD", on=date(2026, 11, 2), per_euro=Decimal("1.1"))
    ExchangeRate.objects.create(currency="USD", month_on=date(2026, 11, 1), per_euro=Decimal("1.1"))
    DunningLevel.objects.create(legal_entity=entity, level=1, days_after=7, days_to_pay=7)
    client = Client()
    client.force_login(User.objects.get(username="dana"), backend="kontor.config.backends.CapabilityBackend")
    return client


def typed(page, model) -> dict[str, list[str]]:
    """Return what a browser would send of the form as it is shown."""
    form = document_fromstring(page.content.decode()).get_element_by_id(f"{model._meta.model_name}_form")
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


class TestAForm:
    @pytest.mark.parametrize("model", MASTERS, ids=lambda model: model.__name__)
    def test_says_who_changed_what_and_what_it_was_before(self, office, model):
        row = model._default_manager.order_by("-pk").first()
        assert row is not None, f"make one of {model.__name__} above"
        field, value = CHANGES[model.__name__]
        place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        sent = typed(office.get(place), model) | {field: [value]}

        answer = office.post(place, sent)

        assert answer.status_code == 302, answer.context["errors"] if answer.context else answer
        entry = AuditEntry.objects.filter(verb="change_master", subject=model._meta.model_name).latest("id")
        assert (entry.by, entry.key) == ("user:dana", row.pk)
        assert entry.before[field] != entry.after[field]

    @pytest.mark.parametrize("model", MASTERS, ids=lambda model: model.__name__)
    def test_writes_nothing_over_that_was_changed_since_its_page_was_opened(self, office, model):
        row = model._default_manager.order_by("-pk").first()
        field, value = CHANGES[model.__name__]
        place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        opened = typed(office.get(place), model)
        office.post(place, typed(office.get(place), model) | {field: [value]})
        meanwhile = model._default_manager.filter(pk=row.pk).values().get()

        answer = office.post(place, opened)

        assert answer.status_code == 200
        assert "seit Sie es geöffnet haben" in str(told := answer.context["adminform"].form.errors), told
        assert model._default_manager.filter(pk=row.pk).values().get() == meanwhile
        assert office.post(place, typed(answer, model)).status_code == 302, "whoever saw it may write it all the same"
        assert getattr(model._default_manager.get(pk=row.pk), field) == getattr(row, field)

    def test_gives_no_role_back_that_was_taken_away_since_its_page_was_opened(self, office):
        clerk = User.objects.create_user("karl", password="a long enough password", is_staff=True)
        role = Role.objects.create(name="money", capabilities=["payments:write"])
        clerk.roles.add(role)
        place = reverse("admin:access_user_change", args=[clerk.pk])
        opened = typed(office.get(place), User)
        clerk.roles.clear()

        answer = office.post(place, opened | {"last_name": ["Meier"]})

        assert answer.status_code == 200
        assert list(clerk.roles.all()) == []

    def test_writes_no_rows_over_that_were_changed_since_its_page_was_opened(self, office):
        company = LegalEntity.objects.get()
        abroad = TaxRegistration.objects.create(legal_entity=company, country="FR", vat_id="FR83404833048")
        place = reverse("admin:legal_entities_legalentity_change", args=[company.pk])
        opened = typed(office.get(place), LegalEntity)
        TaxRegistration.objects.filter(id=abroad.id).update(vat_id="FR40303265045")

        answer = office.post(place, opened | {"phone": ["+49 221 1"]}, follow=True)

        assert "Jemand hat Zeilen dieser Seite geändert" in answer.content.decode()
        assert TaxRegistration.objects.get(id=abroad.id).vat_id == "FR40303265045"
        assert office.post(place, typed(answer, LegalEntity) | {"phone": ["+49 221 1"]}).status_code == 302

    def test_makes_no_article_whose_number_differs_in_capitals_alone(self, office):
        lamp = Sku.objects.get(code="LAMP")
        place = reverse("admin:catalog_sku_change", args=[lamp.pk])

        answer = office.post(place, typed(office.get(place), Sku) | {"code": ["vase"]})

        assert "VASE ist vergeben" in answer.content.decode()
        assert office.post(place, typed(office.get(place), Sku) | {"code": ["Lamp"]}).status_code == 302

    def test_tells_nothing_that_is_secret_whatever_was_seen(self, office):
        clerk = User.objects.create_user("karl", password="a long enough password", is_staff=True)
        place = reverse("admin:access_user_change", args=[clerk.pk])
        sent = typed(office.get(place), User) | {"_seen": ['{"password": "x", "id": 0}']}

        answer = office.post(place, sent, follow=True)

        clerk.refresh_from_db()
        assert clerk.password not in answer.content.decode()
        assert clerk.check_password("a long enough password")

    def test_of_a_role_with_all_rights_of_a_room_is_saved_again(self, office):
        role = Role.objects.create(name="all of it", capabilities=["orders:*"])
        place = reverse("admin:access_role_change", args=[role.pk])

        assert office.post(place, typed(office.get(place), Role) | {"name": ["All of it"]}).status_code == 302

    def test_of_every_other_kind_changes_nothing(self):
        others = [page for page in site._registry.values() if not isinstance(page, MasterAdmin | ShownAdmin)]
        assert [type(page).__name__ for page in others if type(page).__module__.startswith("kontor.")] == []


def test_is_narrowed_by_the_name_as_it_is_shown(real_shop):
    """Somebody types who it was, not what he is before it."""
    client = person_named("dana")
    client.cookies["django_language"] = "de"
    client.post(reverse("admin:grid_keep", args=["orders"]), {"name": "Meine", "query": ""})

    for query in ("by.is=dana", "by.is=user:dana", "by.starts=da"):
        page = client.get(f"{reverse('admin:grid', args=['trail'])}?view=x&{query}").content.decode()
        assert "Ansicht gespeichert" in page, query
