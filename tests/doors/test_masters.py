"""Master data and rights: forms take what can be, everything leaves a trace, and nobody sees a door that is closed to him."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from lxml.html import document_fromstring

from builders import hear_news, person, prove
from kontor.access.public import CAPABILITIES
from kontor.access.tables import Role, User
from kontor.catalog.tables import KitPart, Sku
from kontor.channels.public import Capability
from kontor.channels.tables import Channel
from kontor.customers.tables import Customer
from kontor.flows.alarms import list_wrong
from kontor.inventory.tables import Balance, StockMove
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.messaging.tables import MessageTemplate
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry
from kontor.pricing.tables import TaxRate

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough password"


def colleague(*capabilities: str, name: str = "bert") -> Client:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.roles.add(Role.objects.create(name=f"of {name}", capabilities=list(capabilities)))
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


class TestWhatEveryInvoiceShows:
    @pytest.mark.parametrize(
        ("lacking", "fields"),
        [({"street": ""}, ["street"]), ({"city": " "}, ["city"]), ({"tax_number": "", "vat_id": ""}, ["tax_number"])],
    )
    def test_is_asked_for_before_anything_is_sold(self, shop, lacking, fields):
        page = reverse("admin:legal_entities_legalentity_add")

        answer = person("*").post(page, TestALegalEntity.FORM | lacking)

        assert list(answer.context["adminform"].form.errors) == fields


class TestTheLimitAboveWhichTwoDecide:
    def change(self, client, limit: str):
        entity = LegalEntity.objects.get()
        form = TestALegalEntity.FORM | {"code": entity.code, "name": entity.name, "four_eyes_above": limit}
        return client.post(reverse("admin:legal_entities_legalentity_change", args=[entity.id]), form)

    def told(self) -> list[str]:
        return [it.name for it in list_wrong(read_clock()) if it.kind == "limit"]

    def test_that_somebody_raised_or_took_away_is_an_alarm(self, shop):
        LegalEntity.objects.update(four_eyes_above=100)
        owner = colleague("*", name="inga")

        assert self.change(owner, "50").status_code == 302
        assert self.told() == []
        self.change(owner, "100000")
        assert self.told() == [f"{LegalEntity.objects.get().code}, user:inga"]
        self.change(owner, "")
        assert len(self.told()) == 2

    def test_is_not_changed_by_whom_is_limited_to_a_channel_of_the_company(self, shop):
        LegalEntity.objects.update(four_eyes_above=100)
        clerk = colleague("legal_entities:write", name="karl")
        Role.objects.filter(name="of karl").update(channels=[shop.channel.id])

        assert self.change(clerk, "100000").status_code == 403

        assert LegalEntity.objects.get().four_eyes_above == 100


class TestAGuidedForm:
    @pytest.mark.parametrize("model", [LegalEntity, Location, Channel])
    def test_asks_for_all_that_there_is_once_and_says_why(self, db, model):
        asks = admin.site.get_model_admin(model).guided

        named = [name for _title, _why, fields in asks for name in fields]
        known = {it.name for it in model._meta.fields if it.editable and it.name != "id"}
        assert sorted(named) == sorted(known - {"logo"} | ({"logo_file"} if model is LegalEntity else set()))
        assert all(str(title) and str(why) for title, why, _fields in asks)

    def test_says_so_in_german_and_refuses_a_postal_code_of_elsewhere(self, db):
        client, page = person("*"), reverse("admin:legal_entities_legalentity_add")
        told = client.get(page).content.decode()
        assert "Jede Rechnung braucht die USt-IdNr. oder die Steuernummer." in told

        refused = client.post(page, TestALegalEntity.FORM | {"postal_code": "5066"})

        assert "keine Postleitzahl" in refused.content.decode() or "postal_code" in refused.context["errors"].as_text()
        assert not LegalEntity.objects.exists()


class TestAMessageTemplate:
    FORM = {"kind": "order_shipped", "language": "de", "subject": "Unterwegs", "body": "Hallo {{ name }}, {{ parcel }}"}

    def test_begins_with_the_text_that_is_sent_without_it(self, db):
        page = person("*").get(
            reverse("admin:messaging_messagetemplate_add"), {"kind": "order_shipped", "language": "de"}
        )

        told = page.content.decode()
        assert "Ihre Bestellung {{ order_number }} ist unterwegs" in told
        assert "Paket unterwegs" in told

    @pytest.mark.parametrize(
        "wrong", [{"kind": "Versandbestätigung"}, {"language": "fr"}, {"body": "{{ kunde }}"}, {"subject": "{{ % }}"}]
    )
    def test_that_no_mail_could_use_is_refused(self, db, wrong):
        page = reverse("admin:messaging_messagetemplate_add")
        client = person("*")

        assert client.post(page, self.FORM | wrong).status_code == 200
        assert not MessageTemplate.objects.exists()
        assert client.post(page, self.FORM).status_code == 302
        assert MessageTemplate.objects.get().body == "Hallo {{ name }}, {{ parcel }}"


class TestALegalEntity:
    FORM = {
        "code": "NK", "name": "Neu KG", "street": "Hafen 1", "city": "Köln", "tax_number": "218/5700/1234",
        "country": "DE", "currency": "EUR", "timezone": "Europe/Berlin", "chart": "SKR03",
        "payment_days": "14", "vat_id": "DE123456788", "iban": "DE02 1203 0000 0000 2020 51", "bic": "BYLADEM1001",
        "registrations-TOTAL_FORMS": "0", "registrations-INITIAL_FORMS": "0",
    }  # fmt: skip

    def test_is_kept_with_numbers_as_banks_and_offices_write_them(self, db):
        answer = person("*").post(
            reverse("admin:legal_entities_legalentity_add"), self.FORM | {"vat_id": "DE 123 456 788"}
        )

        assert answer.status_code == 302, answer.context["errors"]
        entity = LegalEntity.objects.get()
        assert (entity.iban, entity.vat_id) == ("DE02120300000000202051", "DE123456788")

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("country", "Deutschland"), ("country", "XX"), ("currency", "Euro"), ("timezone", "Berlin"), ("iban", "DE00 1234"),
            ("vat_id", "DE123"), ("bic", "KLINGON"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_says_at_which_field(self, db, field, text):
        answer = person("*").post(reverse("admin:legal_entities_legalentity_add"), self.FORM | {field: text})

        assert answer.status_code == 200
        assert list(answer.context["adminform"].form.errors) == [field]
        assert not LegalEntity.objects.exists()


class TestATaxRate:
    def test_is_of_a_class_that_articles_have(self, db):
        client, page = person("*"), reverse("admin:pricing_taxrate_add")
        form = {"country": "DE", "rate": "19", "valid_from": "01.01.2020"}

        assert client.post(page, form | {"tax_class": "Regelsatz"}).status_code == 200
        assert client.post(page, form | {"tax_class": "standard"}).status_code == 302
        assert str(TaxRate.objects.get()).startswith("DE ")


class TestACustomer:
    def test_can_be_created_with_an_address(self, db):
        form = {
            "kind": "company", "name": "Erika Muster", "company": "Muster GmbH", "email": "e@example.org", "language": "de",
            "addresses-TOTAL_FORMS": "1", "addresses-INITIAL_FORMS": "0", "addresses-0-street": "Weg 1",
            "addresses-0-postal_code": "10115", "addresses-0-city": "Berlin", "addresses-0-country": "DE",
        }  # fmt: skip

        answer = person("*").post(reverse("admin:customers_customer_add"), form)

        assert answer.status_code == 302, answer.context["errors"]
        customer = Customer.objects.get()
        assert (customer.match_key, customer.addresses.get().city) == ("mail:e@example.org", "Berlin")


class TestAUser:
    def test_who_is_added_can_log_in(self, db):
        role = Role.objects.create(name="Lager", capabilities=["fulfilment:write"])
        form = {
            "username": "neu",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "language": "de",
            "roles": [role.id],
        }

        answer = person("*").post(reverse("admin:access_user_add"), form)

        assert answer.status_code == 302, answer.context["errors"]
        login = Client().post(reverse("admin:login"), {"login": "neu", "password": PASSWORD})
        assert login.status_code == 302
        assert AuditEntry.objects.filter(subject="user", verb="log_in").exists()

    def test_whose_roles_change_leaves_a_trace(self, db):
        clara = User.objects.create_user("clara", password=PASSWORD, is_staff=True)
        role = Role.objects.create(name="Inhaber", capabilities=["*"])
        form = {"username": "clara", "language": "de", "is_active": "on", "is_staff": "on", "roles": [role.id]}

        answer = person("*").post(reverse("admin:access_user_change", args=[clara.id]), form)

        assert answer.status_code == 302, answer.context["errors"]
        entry = AuditEntry.objects.get(verb="link_master")
        assert (entry.before["roles"], entry.after["roles"]) == ([], ["Inhaber"])

    def test_whose_password_is_set_leaves_a_trace(self, db):
        clara = User.objects.create_user("clara", password=PASSWORD, is_staff=True)

        form = {"usable_password": "true", "password1": "another long one 1", "password2": "another long one 1"}
        office, url = person("*"), reverse("admin:auth_user_password_change", args=[clara.id])
        asked = office.post(url, form)
        assert not AuditEntry.objects.filter(verb="set_password").exists(), (
            "whoever merely sits at an open session sets none"
        )
        prove(office).post(url, form)

        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        entry = AuditEntry.objects.get(verb="set_password")
        assert (entry.key, entry.after) == (clara.id, None)

    def test_who_is_turned_away_leaves_a_trace(self, db):
        Client().post(reverse("admin:login"), {"login": "an\x00na", "password": "wrong"})
        Client().post(reverse("admin:login"), {"login": "anna", "password": "wrong"})

        assert AuditEntry.objects.filter(verb="fail_login", after__name="anna").exists()


class TestAKit:
    def save(self, shop, sku: str, part: str = "", **change: str):
        row = Sku.objects.get(code=sku)
        office, url = person("*"), reverse("admin:catalog_sku_change", args=[row.id])
        form = next(it for it in document_fromstring(office.get(url).content.decode()).forms if "code" in it.fields)
        sent = {name: value for name, value in form.form_values()} | change
        if part:
            total = int(sent["parts-TOTAL_FORMS"])
            sent |= {
                "parts-TOTAL_FORMS": str(total + 1), f"parts-{total}-part": str(Sku.objects.get(code=part).id),
                f"parts-{total}-quantity": "1", f"parts-{total}-kit": str(row.id),
            }  # fmt: skip
        return office.post(url, sent)

    def test_has_no_kit_and_not_itself_as_a_part(self, real_shop):
        before = KitPart.objects.count()

        answers = [self.save(real_shop, "GIFT", part).status_code for part in ("GIFT",)]

        assert answers == [200]
        assert KitPart.objects.count() == before

    def test_without_parts_is_none(self, real_shop):
        self.save(real_shop, "LAMP", is_kit="on")

        assert not Sku.objects.get(code="LAMP").is_kit

    def test_has_a_number_that_can_be_seen(self, real_shop):
        self.save(real_shop, "LAMP", code="\u202e")

        assert Sku.objects.filter(code="LAMP").exists()

    def test_keeps_a_rate_that_is_not_lower_than_its_parts(self, real_shop):
        office, product = person("*"), Sku.objects.get(code="GIFT").product
        url = reverse("admin:catalog_product_change", args=[product.id])
        form = next(
            it for it in document_fromstring(office.get(url).content.decode()).forms if "tax_class" in it.fields
        )

        answer = office.post(url, dict(form.form_values()) | {"tax_class": "reduced"})

        assert answer.status_code == 200
        assert Sku.objects.get(code="GIFT").product.tax_class == "standard"


class TestARole:
    def test_opens_only_what_there_is(self, db):
        client, page = person("*"), reverse("admin:access_role_add")

        assert client.post(page, {"name": "Büro", "capabilities": ["orders:wriite", "foo:bar"]}).status_code == 200
        assert (
            client.post(page, {"name": "Büro", "capabilities": ["orders:write", "accounting:read"]}).status_code == 302
        )
        assert Role.objects.get(name="Büro").capabilities == ["orders:write", "accounting:read"]

    def test_is_limited_to_what_is_ticked(self, real_shop):
        client, page = person("*"), reverse("admin:access_role_add")
        shop, near = Channel.objects.get(code="shop"), Location.objects.get(code="NEAR")

        assert "Keine Auswahl: alle." in client.get(page).content.decode()
        told = {"name": "Shop", "capabilities": ["orders:write"], "channels": [shop.id], "locations": [near.id]}
        assert client.post(page, told).status_code == 302

        role = Role.objects.get(name="Shop")
        assert (role.channels, role.locations, role.legal_entities) == ([shop.id], [near.id], [])
        assert client.post(page, told | {"name": "Anderswo", "channels": [4711]}).status_code == 200

    @pytest.mark.parametrize("capability", ["", *CAPABILITIES])
    def test_sees_in_the_menu_what_it_may_open_and_nothing_else(self, real_shop, capability):
        client = colleague(*filter(None, [capability]))

        page = client.get(reverse("admin:index")).content.decode()

        menu = set(re.findall(r'href="(/office/[a-z_/\-]*)"', page)) - {
            "/office/",
            "/office/logout/",
            "/office/sign-in/",
            "/office/help/set-up-the-house/",
        }
        assert {link: client.get(link).status_code for link in menu if client.get(link).status_code != 200} == {}
        if not capability:
            assert menu == set()

    @pytest.mark.parametrize(
        ("rights", "shown"), [(("catalog:write",), False), (("catalog:write", "pricing:read"), True)]
    )
    def test_without_prices_sees_no_purchase_price(self, real_shop, rights, shown):
        Sku.objects.update(purchase_price="3.2109")
        client, sku = colleague(*rights), Sku.objects.get(code="LAMP")

        for page in (
            reverse("admin:catalog_sku_changelist"), reverse("admin:catalog_sku_change", args=[sku.id]),
            reverse("admin:catalog_product_change", args=[sku.product_id]), reverse("admin:article", args=[sku.product_id]),
        ):  # fmt: skip
            assert ("3,21" in client.get(page, follow=True).content.decode()) == shown, page

    def test_without_turnover_sees_none(self, real_shop):
        real_shop.place((1, "LAMP"))
        Order.objects.update(placed_at=read_clock())

        seen = colleague("orders:read").get(reverse("admin:index")).content.decode()
        known = colleague("orders:read", "accounting:read", name="anna").get(reverse("admin:index")).content.decode()

        assert "10,00" not in seen
        assert "10,00" in known


class TestAClosedDoor:
    def test_is_shown_inside_the_frame_with_a_way_back(self, real_shop):
        answer = colleague("fulfilment:read").get(reverse("admin:bank"))

        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Ihre Rolle öffnet diese Seite nicht" in page
        assert 'id="nav-sidebar"' in page or "Kommissionieren" in page

    def test_of_the_api_is_a_problem(self, client, db):
        answer = client.get("/api/v1/nowhere")

        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


class TestStock:
    def page(self, real_shop, code="LAMP"):
        sku = Sku.objects.get(code=code)
        return sku, reverse("admin:stock", args=[sku.id])

    def book(self, real_shop, verb, **sent):
        sku, _ = self.page(real_shop)
        place = Balance.objects.filter(sku=sku).order_by("location_id")[0].location_id
        told = {"location": place, "form": "1"} | sent
        return colleague("inventory:write", name=f"p{told['form']}").post(
            reverse("admin:stock_book", args=[sku.id, verb]), told, follow=True
        )

    def on_hand(self):
        return Balance.objects.filter(sku__code="LAMP").order_by("location_id")[0].on_hand

    def test_is_booked_in_once_corrected_and_counted_with_a_reason(self, real_shop):
        before = self.on_hand()

        for again in range(2):
            sku, _page = self.page(real_shop)
            place = Balance.objects.filter(sku=sku).order_by("location_id")[0].location_id
            colleague("inventory:write", name=f"twice{again}").post(
                reverse("admin:stock_book", args=[sku.id, "receive"]),
                {"location": place, "quantity": "5", "form": "1", "reference": "LS 7"},
            )
        assert self.on_hand() == before + 5
        self.book(real_shop, "correct", quantity="2", direction="out", reason="damage", form="2")
        assert self.on_hand() == before + 3
        self.book(real_shop, "count", quantity=str(before + 1), reason="count", form="3")
        places = Balance.objects.filter(sku__code="LAMP").order_by("location_id").values_list("location_id", flat=True)
        self.book(real_shop, "transfer", quantity="1", to=places[1], form="4")
        assert self.on_hand() == before
        self.book(real_shop, "count", quantity=str(before + 1), reason="count", form="5")

        assert self.on_hand() == before + 1
        assert StockMove.objects.filter(cause__startswith="damage:").get().quantity == 2

    def test_takes_no_more_off_than_is_there_and_nothing_without_a_reason(self, real_shop):
        before = self.on_hand()

        for sent in (
            {"quantity": "9999", "direction": "out", "reason": "loss", "form": "4"},
            {"quantity": "1", "direction": "out", "reason": "", "form": "5"},
            {"quantity": "-1", "reason": "loss", "form": "6"},
        ):
            self.book(real_shop, "correct", **sent)

        assert self.on_hand() == before

    def test_of_an_article_that_was_never_booked_has_a_page_too(self, real_shop):
        sku = Sku.objects.create(code="NEW", product=Sku.objects.get(code="LAMP").product)

        assert "Wareneingang buchen" in person("*").get(reverse("admin:stock", args=[sku.id])).content.decode()

    def test_past_what_a_shelf_holds_is_refused(self, real_shop):
        before = self.on_hand()

        told = self.book(real_shop, "receive", quantity="2147483000").content.decode()

        assert "So viele Stück fasst kein Regal" in told
        assert self.on_hand() == before


class TestASalesChannel:
    def test_is_asked_what_it_does_itself_and_keeps_it_when_it_is_saved(self, real_shop):
        page = person("*").get(reverse("admin:channels_channel_change", args=[real_shop.channel.id]))

        field = page.context["adminform"].form["capabilities"]
        assert {value for value, _label in field.field.choices} == set(Capability.values)
        ticked = [box.data["value"] for box in field.subwidgets if box.data["selected"]]
        assert sorted(ticked) == sorted(real_shop.channel.capabilities)


class TestFindingOrders:
    def test_by_whatever_somebody_has_in_hand(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        Customer.objects.filter(id=order.customer_id).update(
            name="Ben Müller", email="Ben@Example.org", phone="+49 40 1234567"
        )
        client = person("*")

        def found(term: str) -> bool:
            return (
                f">{order.number}</a>"
                in client.get(reverse("admin:grid", args=["orders"]), {"q": term}).content.decode()
            )

        terms = [
            order.number,
            f"#{order.number}",
            order.external_id,
            "Ben Müller",
            "Müller",
            "müll",
            "ben@example.org",
            "LAMP",
            "+49 (0)40 123-4567",
            "0401234567",
            order.address.postal_code,
        ]
        assert [term for term in terms if not found(term)] == []
        assert [term for term in ("Meier", "VASE", "' OR 1=1", "a & b", ":*", "!!!") if found(term)] == []

    @pytest.mark.parametrize("work", ["pick", "pack", "hand_over", "today", "late", "short"])
    def test_by_a_number_of_the_dashboard_shows_exactly_what_it_counts(self, real_shop, work):
        from kontor.backoffice.home.dashboard import dashboard_callback  # noqa: PLC0415

        real_shop.place((1, "LAMP"))
        client = person("*")
        page = client.get(reverse("admin:index"))
        cards = dashboard_callback(page.wsgi_request, {})["cards"]

        card = next(it for it in cards if it.link.endswith(f"work.is={work}"))

        assert len(document_fromstring(client.get(card.link).content).xpath("//tr[@data-key]")) == int(card.value)
        assert f'href="{card.link}"' in page.content.decode()

    @pytest.mark.parametrize(("right", "link", "count"), [
        ("inventory:read", "free.is=no", 1), ("payments:read", "awaited.is=yes", 2),
    ])  # fmt: skip
    def test_by_what_is_sold_out_and_what_is_not_paid_too(self, real_shop, right, link, count):
        from kontor.backoffice.home.dashboard import dashboard_callback  # noqa: PLC0415

        for _turn in range(2):
            real_shop.place((2, "LAMP"), payment="prepayment")
        real_shop.place((4, "VASE"))
        hear_news()
        client = colleague(right, "orders:read")
        page = client.get(reverse("admin:index"))
        card = next(it for it in dashboard_callback(page.wsgi_request, {})["cards"] if it.link.endswith(link))

        rows = document_fromstring(client.get(card.link).content).xpath("//tr[@data-key]")
        assert (len(rows), card.value) == (count, str(count))
        assert right != "payments:read" or "40,00" in str(card.hint)

    def test_shows_the_work_of_a_warehouse_to_whom_sees_no_orders(self, real_shop):
        real_shop.place((1, "LAMP"))
        hear_news()

        page = colleague("fulfilment:read").get(reverse("admin:index")).content.decode()

        assert page.count(f'href="{reverse("admin:pick")}"') == 2, "in the menu and as a number"
        assert "work.is" not in page


class TestThePalette:
    def search(self, client, term: str) -> str:
        return client.get(reverse("admin:search"), {"s": term, "extended": "1"}).content.decode()

    def test_finds_pages_of_the_menu_and_orders_by_what_somebody_has_in_hand(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        office = person("orders:read", "payments:read")

        assert reverse("admin:bank") in self.search(office, "bank")
        found = self.search(office, "erika@example.org")
        assert reverse("admin:order", args=[order.id]) in found
        assert "object (" not in found

    def test_shows_nobody_what_he_may_not_open(self, real_shop):
        order = real_shop.place((1, "LAMP"))

        found = self.search(person("catalog:read"), "erika@example.org") + self.search(Client(), "bank")

        assert reverse("admin:order", args=[order.id]) not in found
        assert reverse("admin:bank") not in found
