"""The back office: every page opens in both languages, buttons do what they say, rights are kept."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from builders import bulk, hear_news, payload, person, walk_to_packed
from kontor.access.tables import User
from kontor.catalog.tables import Sku
from kontor.channels.ports import IncomingMessage
from kontor.channels.public import ORDER_JSON, keep_messages
from kontor.channels.tables import Connection, InboundMessage
from kontor.flows.selling.order_messages import replay_messages
from kontor.flows.warehouse.cancellation import cancel_pieces, recall_from_warehouse
from kontor.fulfilment.tables import FulfilmentOrder, PickTask, Shipment
from kontor.locations.tables import Location
from kontor.orders.tables import Order
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(real_shop):
    return person("*")


class TestPages:
    @pytest.mark.parametrize("language", ["de", "en"])
    def test_open(self, office, real_shop, language):
        order = real_shop.place((1, "LAMP"), (9, "VASE"), (1, "GIFT"))
        walk_to_packed(real_shop, order)
        office.cookies["django_language"] = language
        lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
        pages = [reverse(name) for name in lists if "axes" not in name]
        pages += [reverse(f"admin:{name}") for name in ("index", "pick", "pack")]
        pages += [reverse("admin:order", args=[order.id])]

        answers = {page: office.get(page) for page in pages}

        assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
        text = answers[reverse("admin:order", args=[order.id])].content.decode()
        assert {"de": "Warum es von dort kommt", "en": "Why it ships from there"}[language] in text
        assert "Lager Köln" in text

    def test_of_a_long_list_lead_to_pages_that_there_are(self, office, real_shop, monkeypatch):
        for number in range(15):
            Location.objects.create(
                code=f"L{number}", name=f"Lager {number}", kind="warehouse", legal_entity=real_shop.near.legal_entity,
                street="Am Tor 1", postal_code="20457", city="Hamburg", country="DE",
            )  # fmt: skip
        listed = admin.site._registry[Location]
        monkeypatch.setattr(type(listed), "list_per_page", 1)

        page = fromstring(office.get(reverse("admin:locations_location_changelist")).content)

        links = page.xpath("//a[@href]")
        assert [it.get("href") for it in links if "%E2%80%A6" in it.get("href") or "…" in it.get("href")] == []
        rows = [it for row in page.xpath("//tr[contains(@class, 'data-row')]") for it in row.xpath(".//a[@href]")]
        assert rows
        assert [it.get("href") for it in rows if not (it.text_content().strip() or it.get("aria-label"))] == []

    def test_name_countries_carriers_and_kinds_of_tax(self, office, real_shop):
        office.cookies["django_language"] = "de"
        order = real_shop.place((1, "LAMP"))
        Order.objects.filter(id=order.id).update(external_id="gid://shopify/Order/6001")
        walk_to_packed(real_shop, order)
        hear_news()

        shown = office.get(reverse("admin:order", args=[order.id])).content.decode()
        rates = office.get(reverse("admin:pricing_taxrate_changelist")).content.decode()

        assert "gid://" not in shown
        assert "6001" in shown
        assert ("house_carrier" in shown, "Eigene Zustellung" in shown) == (False, True)
        assert ("Österreich" in rates, ">AT<" in rates) == (True, False)

    def test_carry_the_headers_that_protect_them(self, office):
        answer = office.get(reverse("admin:index"))

        policy = dict(it.strip().split(" ", 1) for it in answer["Content-Security-Policy"].split(";") if it.strip())
        assert policy["frame-ancestors"] == "'none'"
        assert "'unsafe-inline'" not in policy["script-src"] + policy["style-src"]
        assert "<style" not in answer.content.decode()
        colours = Client().get(reverse("admin:colours"))
        assert (colours.status_code, colours["Content-Type"]) == (200, "text/css")
        assert "--color-primary-600:" in colours.content.decode()
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"

    def test_are_closed_to_whom_no_role_opens_them(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        picker = person("fulfilment:write")

        assert picker.get(reverse("admin:pick")).status_code == 200
        assert picker.get(reverse("admin:order", args=[order.id])).status_code == 403
        assert picker.post(reverse("admin:order_verb", args=[order.id, "cancel"])).status_code == 403
        assert Order.objects.get(id=order.id).state == "PLACED"

    def test_need_a_login(self, real_shop):
        assert Client().get(reverse("admin:pick")).status_code == 302

    def test_a_button_needs_its_token(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        client = Client(enforce_csrf_checks=True)
        user = User.objects.create_superuser("root", password="a long enough password")
        client.force_login(user, backend="kontor.config.backends.CapabilityBackend")

        assert client.post(reverse("admin:order_verb", args=[order.id, "cancel"])).status_code == 403
        assert Order.objects.get(id=order.id).state == "PLACED"


class TestLogin:
    def test_is_closed_after_six_wrong_passwords(self, real_shop):
        User.objects.create_user("anna", password="a long enough password", is_staff=True)
        client, url = Client(), reverse("admin:login")
        for _ in range(6):
            client.post(url, {"login": "anna", "password": "wrong"})

        answer = client.post(url, {"login": "anna", "password": "a long enough password"})

        assert answer.status_code == 429


class TestThePageOfAnOrder:
    def test_says_the_vat_of_what_is_left(self, office, real_shop):
        order = real_shop.place((3, "LAMP"))
        hear_news()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 2}, reference="c", at=real_shop.at, by=real_shop.by
            )  # fmt: skip

        page = " ".join(office.get(reverse("admin:order", args=[order.id])).content.decode().split())

        assert "davon USt. 1,60" in page


class TestTheDay:
    def test_of_a_warehouse_can_be_worked_through_the_pages(self, office, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        fulfilment_order = FulfilmentOrder.objects.get(order=order)

        office.post(reverse("admin:pick_start"), {"order": fulfilment_order.id})
        task = PickTask.objects.get()
        page, scan = (
            reverse("admin:pick_list", args=[task.pick_list_id]),
            reverse("admin:pick_scan", args=[task.pick_list_id]),
        )
        assert "Falscher Artikel: VASE" in office.post(scan, {"scan": "VASE"}, follow=True).content.decode()
        assert PickTask.objects.get().picked == 0
        for count in (1, 2):
            told = office.post(scan, {"scan": "4006381333931"}, follow=True).content.decode()
            assert f"Kommissioniert: LAMP ({count}/2)" in told
            assert "Falscher Artikel" not in told
        assert "Davon ist schon genug da" in office.post(scan, {"scan": "LAMP"}, follow=True).content.decode()
        assert "Davon ist schon genug da" not in office.get(page).content.decode()
        office.post(reverse("admin:pack_one", args=[fulfilment_order.id]))
        leave = {"shipment": Shipment.objects.get().id}
        told = office.post(reverse("admin:hand_over"), leave, follow=True).content.decode()
        assert "Ein Paket ohne Etikett wird keinem Versanddienst übergeben" in told
        assert Shipment.objects.get().dispatched_at is None
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        office.post(reverse("admin:hand_over"), leave)
        hear_news()

        assert Order.objects.get(id=order.id).state == "CLOSED"

    def test_of_a_picker_takes_nothing_that_was_called_back(self, office, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        office.post(reverse("admin:pick_start"), {"order": FulfilmentOrder.objects.get(order=order).id})
        Sku.objects.filter(code="LAMP").update(variant="Blau / 0,3 l")
        page = reverse("admin:pick_list", args=[PickTask.objects.get().pick_list_id])
        assert "Blau / 0,3 l" in office.get(page).content.decode()

        with transaction.atomic():
            recall_from_warehouse(order_id=order.id, at=real_shop.at, by=real_shop.by)

        shown = office.get(page).content.decode()
        assert "Nicht nehmen: Der Auftrag wurde geändert" in shown
        assert "✓" not in shown

    def test_of_a_scanner_knows_numbers_in_any_capitals(self, office, real_shop):
        real_shop.place((1, "LAMP"))
        hear_news()
        office.post(reverse("admin:pick_start"), {"order": FulfilmentOrder.objects.get().id})
        scan = reverse("admin:pick_scan", args=[PickTask.objects.get().pick_list_id])

        assert "Kommissioniert: LAMP" in office.post(scan, {"scan": "lamp"}, follow=True).content.decode()

    def test_at_the_packing_table_takes_down_the_carriers_number(self, office, real_shop):
        walk_to_packed(real_shop, real_shop.place((2, "LAMP")))
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        page = office.get(reverse("admin:pack")).content.decode()
        assert "Nummer des Versanddienstes scannen" in page

        parcel = Parcel.objects.get()
        numbers, number, carrier = reverse("admin:pack_numbers"), f"number-{parcel.id}", f"carrier-{parcel.id}"
        refused = office.post(numbers, {carrier: "dhl", number: "<b>"}, follow=True).content.decode()
        assert Parcel.objects.get().tracking_number == parcel.tracking_number
        assert "Nummer" in refused
        told = office.post(numbers, {carrier: "gls", number: "0034 0434 1610"}, follow=True).content.decode()

        parcel.refresh_from_db()
        assert (parcel.carrier, parcel.tracking_number) == ("gls", "003404341610")
        assert 'value="gls" selected' in told

    def test_that_typed_numbers_and_hands_over_at_once_loses_none_of_them(self, office, real_shop):
        """Numbers stand beside two parcels, and somebody presses the button below instead of those beside them."""
        for _ in range(2):
            walk_to_packed(real_shop, real_shop.place((1, "LAMP")))
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        first, second = Parcel.objects.order_by("id")
        typed = {
            "shipment": [first.shipment_id, second.shipment_id], f"number-{first.id}": "00340434161094000001",
            f"carrier-{first.id}": "dhl", f"carrier-{second.id}": "dhl",
        }  # fmt: skip

        refused = office.post(reverse("admin:hand_over"), typed | {f"number-{second.id}": "<b>"}, follow=True)
        still_here = Shipment.objects.filter(dispatched_at=None).count()
        office.post(reverse("admin:hand_over"), typed | {f"number-{second.id}": "00340434161094000002"})

        assert (f"number-{second.id}" in refused.content.decode(), still_here) == (True, 2)
        sent = Parcel.objects.order_by("id").values_list("carrier", "tracking_number")
        assert list(sent) == [("dhl", "00340434161094000001"), ("dhl", "00340434161094000002")]
        assert not Shipment.objects.filter(dispatched_at=None).exists()

    def test_of_a_desk_can_be_worked_through_the_order_page(self, office, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()

        def press(verb: str, **sent: object) -> None:
            office.post(reverse("admin:order_verb", args=[order.id, verb]), sent)

        press("hold", reason="fraud")
        assert Order.objects.get(id=order.id).state == "HELD"
        press("lift", reason="fraud")
        press("note", text="ruft zurück")
        press("tags", tags="eilig, geschenk")
        press("address", name="Neu", street="Weg 2", postal_code="50667", city="Köln", country="de")
        press("cancel-line", line=order.lines.get().id, quantity=1)
        press("pay", amount="20,00", reference="Bank 1")
        hear_news()

        kept = Order.objects.get(id=order.id)
        assert (kept.state, kept.tags, kept.ship_to["name"]) == ("RELEASED", ["eilig", "geschenk"], "Neu")
        assert kept.lines.get().cancelled == 1


class TestConnectingAChannel:
    def send(self, office, connector: str, **sent: str):
        return office.post(reverse("admin:connect_one", args=[connector]), sent, follow=True)

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_offers_every_connector_with_what_it_needs(self, office, language):
        office.cookies["django_language"] = language

        chosen = office.get(reverse("admin:connect")).content.decode()
        asked = office.get(reverse("admin:connect_one", args=["ebay"])).content.decode()

        assert all(name in chosen for name in ("Amazon", "Kaufland", "CSV and JSON files"))
        assert '<input type="password" id="client_secret"' in " ".join(asked.split())
        assert {"de": "Geheimnisse werden verschlüsselt", "en": "Secrets are kept encrypted"}[language] in asked

    def test_needs_nothing_but_the_form(self, office, tmp_path):
        page = self.send(office, "files", code="till", folder=str(tmp_path))

        assert "Angebunden" in page.content.decode()
        assert Connection.objects.get(channel__code="till").settings["folder"] == str(tmp_path)

    def test_names_what_is_missing_and_shows_no_secret_again(self, office):
        page = self.send(office, "woocommerce", code="shop-2", base_url="https://shop.example", consumer_key="s3cr3t")

        text = page.content.decode()
        assert page.status_code == 400
        assert (
            "Dem Konnektor fehlt noch etwas. (Konnektor: WooCommerce, Fehlt: consumer_secret, webhook_secret)" in text
        )
        assert "s3cr3t" not in text
        assert not Connection.objects.exists()

    def test_takes_no_address_that_is_none(self, office):
        secrets = {"consumer_key": "a", "consumer_secret": "b", "webhook_secret": "c"}
        page = self.send(office, "woocommerce", code="shop-2", base_url="file:///etc", **secrets)

        assert "muss mit https:// beginnen" in page.content.decode()

    @pytest.mark.parametrize("address", ["https://shop:8x", "https://[x", "https://", "https://" + "x" * 300])
    def test_takes_no_address_that_leads_nowhere(self, office, address):
        secrets = {"consumer_key": "a", "consumer_secret": "b", "webhook_secret": "c"}

        assert self.send(office, "woocommerce", code="s", base_url=address, **secrets).status_code == 400

    def test_replaces_no_account_by_accident(self, office, tmp_path):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        self.send(office, "files", code="till", folder=str(tmp_path / "one"))

        refused = self.send(office, "files", code="till", folder=str(tmp_path / "two"))
        kept = Connection.objects.get(channel__code="till").settings["folder"]
        self.send(office, "files", code="till", folder=str(tmp_path / "two"), replace="on")

        assert "hat schon ein Konto" in refused.content.decode()
        assert kept == str(tmp_path / "one")
        assert Connection.objects.get(channel__code="till").settings["folder"] == str(tmp_path / "two")

    def test_says_where_the_channel_does_not_let_us_in(self, office):
        secrets = {"consumer_key": "a", "consumer_secret": "b", "webhook_secret": "c"}
        page = self.send(office, "woocommerce", code="shop-2", base_url="http://127.0.0.1:9", **secrets)

        assert "der Kanal lässt uns noch nicht ein" in page.content.decode()


class TestOrdersOfOneBuyer:
    def press(self, office, order: Order, verb: str, **sent: object) -> str:
        page = office.post(reverse("admin:order_verb", args=[order.id, verb]), sent, follow=True)
        return page.content.decode()

    def test_are_merged_and_parted_on_the_order_page(self, office, real_shop):
        first, second = real_shop.place((2, "VASE")), real_shop.place((1, "LAMP"))
        hear_news()
        part = FulfilmentOrder.objects.get(order=first)

        merged = self.press(office, first, "merge", other=second.id)
        parted = self.press(office, first, "unmerge", part=part.id)

        link = reverse("admin:order", args=[second.id])
        assert f'zusammen mit <a href="{link}">' in " ".join(merged.split())
        assert "zusammen mit" not in parted
        assert not FulfilmentOrder.objects.filter(merge__isnull=False).exists()

    def test_are_split_and_joined_on_the_order_page(self, office, real_shop):
        order = real_shop.place((3, "VASE"))
        hear_news()
        part, line = FulfilmentOrder.objects.get(order=order), order.lines.get()

        self.press(office, order, "split", part=part.id, **{f"line-{line.id}": 1})
        live = FulfilmentOrder.objects.exclude(state="CANCELLED")
        assert live.count() == 2
        self.press(office, order, "join", part=part.id)

        assert live.count() == 1

    def test_are_merged_from_the_grid(self, office, real_shop):
        orders = [real_shop.place((1, "VASE")) for _ in range(3)]
        hear_news()

        bulk(office, "merge", [order.id for order in orders])

        assert FulfilmentOrder.objects.filter(merge__isnull=False).values("merge").distinct().count() == 1

    def test_are_not_parted_by_another_orders_page(self, office, real_shop):
        first, second = real_shop.place((2, "VASE")), real_shop.place((1, "LAMP"))
        hear_news()
        part = FulfilmentOrder.objects.get(order=second)

        answer = office.post(reverse("admin:order_verb", args=[first.id, "unmerge"]), {"part": part.id})

        assert answer.status_code == 404


class TestQuarantine:
    def test_is_replayed_once_the_cause_is_mended(self, office, real_shop, at, by):
        import json

        from kontor.catalog.public import NewProduct, create_products

        body = json.dumps(payload((1, "NEU-1"), external_id="Q-1")).encode()
        message = IncomingMessage(channel="shop", kind=ORDER_JSON, external_id="Q-1", body=body, received_at=at)
        with transaction.atomic():
            ids = keep_messages(messages=[message])
            assert keep_messages(messages=[message]) == []
        assert "not_listed" in str(InboundMessage.objects.get().code) or replay_messages(message_ids=ids, at=at, by=by)
        assert InboundMessage.objects.get().code == "channels.sku_not_listed"
        assert office.get(reverse("admin:channels_inboundmessage_changelist")).status_code == 200

        with transaction.atomic():
            create_products(products=[NewProduct("NEU-1", "Neuheit")])
        office.post(reverse("admin:message_verb", args=[ids[0], "replay"]))

        assert InboundMessage.objects.get().state == "done"
        assert Order.objects.get().external_id == "Q-1"

    @pytest.mark.parametrize("body", [b"{", b"\xff", b'{"channel": "shop"}', b'{"a": "\x00"}'])
    def test_keeps_what_cannot_be_read_with_its_raw_body(self, real_shop, at, by, body):
        message = IncomingMessage(channel="shop", kind=ORDER_JSON, external_id="Q-1", body=body, received_at=at)
        with transaction.atomic():
            ids = keep_messages(messages=[message])

        replay_messages(message_ids=ids, at=at, by=by)

        kept = InboundMessage.objects.get()
        assert (kept.state, kept.code, bytes(kept.body)) == ("quarantined", "channels.message_unreadable", body)
