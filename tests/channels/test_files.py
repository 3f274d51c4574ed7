"""A shop without an API: orders come in as files, stock and parcels go out as files."""

from __future__ import annotations

import csv
import json
import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from builders import assert_house_in_order, hear_news, person, walk_to_packed
from kontor.channels.public import Access, connect_channel, list_articles
from kontor.channels.tables import Channel, Connection, InboundMessage
from kontor.channels.tasks import poll_channel, publish_offers, send_intents
from kontor.connectors.files import connector
from kontor.flows.market.offers import follow_stock, refresh_channel
from kontor.flows.selling.connector_messages import take_in_feed
from kontor.flows.selling.order_messages import replay_messages
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.inventory.public import stock_has_changed
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.numbers import read_number
from kontor.orders.tables import Order, OrderLine
from kontor.platform.sql.bulk import execute
from kontor.shipping.tables import LabelIntent
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)

HEADS = "Bestellnummer;Datum;Artikelnummer;Menge;Einzelpreis;Versandkosten;Zahlungsart;Name;Straße;PLZ;Ort;Land;E-Mail"
TWO_LINES = (
    "A-1;20.11.2026 08:15;LAMP;2;1.234,50;4,90;Vorkasse;Jörg Groß;Lindenallee 3;20457;Hamburg;DE;joerg@example.org\r\n"
    "A-1;;VASE;1;9,90;;;;;;;;\r\n"
)


class Folder:
    """A merchant's channel whose account is a folder."""

    def __init__(self, shop, path) -> None:
        self.shop, self.path = shop, path
        with transaction.atomic():
            self.channel = Channel.objects.create(
                code="till", name="Kasse", kind="shop", legal_entity=shop.channel.legal_entity,
                capabilities=["split_shipment"],
            )  # fmt: skip
            list_articles(channel_id=self.channel.id, skus={"LAMP": shop.skus["LAMP"], "VASE": shop.skus["VASE"]})
            access = Access("files", "", {"folder": str(path)}, {})
            at = read_clock()
            connect_channel(channel_id=self.channel.id, access=access, since=at, at=at, by=Actor("user", "t"))

    def put(self, name: str, content: str | bytes) -> None:
        (self.path / "orders").mkdir(exist_ok=True)
        (self.path / "orders" / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def poll(self) -> None:
        poll_channel.func(channel_id=self.channel.id)
        take_in_feed(channel_id=self.channel.id, at=read_clock(), by=Actor("channel", "till"))
        hear_news()

    def orders(self) -> list[Order]:
        return list(Order.objects.filter(channel=self.channel).order_by("id"))

    def problems(self) -> list[str]:
        rows = InboundMessage.objects.filter(channel="till", state="quarantined").order_by("id")
        return list(rows.values_list("problem", flat=True))

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.path / name).open(newline="") as source:
            return list(csv.DictReader(source, delimiter=";"))

    def tell(self) -> None:
        execute("UPDATE channels_channelintent SET not_before = NULL")
        send_intents.func(channel_id=self.channel.id)


@pytest.fixture
def folder(real_shop, tmp_path, monkeypatch):
    monkeypatch.setattr(connector, "QUIET", timedelta(0))
    return Folder(real_shop, tmp_path)


class TestACsvFile:
    def test_becomes_orders_as_people_write_them(self, folder):
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES)

        folder.poll()

        order = folder.orders()[0]
        assert (order.external_id, order.gross, order.payment) == ("A-1", Decimal("2483.80"), "prepayment")
        assert order.ordered_at.isoformat() == "2026-11-20T07:15:00+00:00"
        assert (order.address.name, order.address.city) == ("Jörg Groß", "Hamburg")
        lines = OrderLine.objects.filter(order=order).order_by("position")
        assert [(line.channel_sku, line.ordered) for line in lines] == [("LAMP", 2), ("VASE", 1)]
        assert_house_in_order()

    def test_is_read_once_however_often_it_is_looked_at(self, folder):
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES)

        for _ in range(3):
            folder.poll()

        assert len(folder.orders()) == 1
        assert InboundMessage.objects.filter(channel="till").count() == 1

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_may_come_from_any_office_program(self, folder, encoding, delimiter):
        folder.put("x.csv", (HEADS + "\n" + TWO_LINES).replace(";", delimiter).encode(encoding))

        folder.poll()

        assert [order.address.name for order in folder.orders()] == ["Jörg Groß"]

    def test_with_one_bad_row_keeps_back_that_order_only(self, folder):
        bad = "A-2;;LAMP;zwei;9,90;;bezahlt;Eva;Weg 1;50667;Köln;DE;\r\n"
        folder.put("heute.csv", HEADS + "\r\n" + bad + TWO_LINES)

        folder.poll()

        assert [order.external_id for order in folder.orders()] == ["A-1"]
        assert "A field holds no number. (field=rows[0].quantity, told=zwei)" in folder.problems()[0]

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("a.csv", "Artikelnummer;Menge\r\nLAMP;1\r\n", "Columns are missing (order: order or ordernumber"),
            ("a.csv", "", "Columns are missing"),
            ("a.csv", HEADS.encode() + b"\r\n\x00\x00", "NUL bytes"),
            ("a.csv", HEADS + '\r\nA-1;"open quote', "It is no CSV, or cut off"),
            ("a.csv", HEADS + "\r\n" + "x" * 10_000_000, "It is no CSV, or cut off"),
            ("a.json", '[{"external_id": "J-1", "lines": [', "It is no JSON, or cut off"),
            ("a.json", '"text"', "no order and no list"),
        ],
    )
    def test_that_cannot_be_read_waits_in_quarantine_with_its_reason(self, folder, name, content, told):
        folder.put(name, content)

        folder.poll()

        assert folder.orders() == []
        assert told in folder.problems()[0]
        assert name in folder.problems()[0]

    def test_is_not_read_while_it_is_being_written(self, folder, monkeypatch):
        monkeypatch.setattr(connector, "QUIET", timedelta(seconds=5))
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES[:60])
        folder.put(".morgen.csv.part", HEADS)

        folder.poll()

        assert InboundMessage.objects.filter(channel="till").count() == 0

    def test_with_an_unlisted_article_is_replayed_once_it_is_listed(self, folder, at, by):
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES.replace("LAMP", "LAMP-OLD"))
        folder.poll()
        assert folder.orders() == []
        with transaction.atomic():
            list_articles(channel_id=folder.channel.id, skus={"LAMP-OLD": folder.shop.skus["LAMP"]})

        replay_messages(message_ids=list(InboundMessage.objects.values_list("id", flat=True)), at=at, by=by)

        assert [order.external_id for order in folder.orders()] == ["A-1"]


class TestAFileThatIsOdd:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("bad.json", '{"external_id": "' + "x" * 90 + '"}'),
            ("bad.json", '{"external_id": "\\ud83d"}'),
            ("bad.json", "[" * 200_000),
            ("20261122T101010000000-Bestellungen_Filiale_Sued_KW27_2026_final_final.csv", "nothing"),
        ],
    )
    def test_does_not_stop_the_others(self, folder, name, content):
        folder.put(name, content)
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES)

        folder.poll()

        assert [order.external_id for order in folder.orders()] == ["A-1"]
        assert len(folder.problems()) == 1

    def test_may_have_a_name_in_any_encoding(self, folder):
        (folder.path / "orders").mkdir()
        (folder.path / os.fsdecode("orders/Auftr\xe4ge.csv".encode("latin-1"))).write_text(HEADS + "\r\n" + TWO_LINES)

        folder.poll()

        assert len(folder.orders()) == 1

    def test_without_numbers_loses_none(self, folder):
        for place in range(3):
            folder.put(f"{place}.json", '{"order_number": "my own name for it"}')

        folder.poll()

        assert len(folder.problems()) == 3

    def test_is_not_read_through_a_link(self, folder, tmp_path_factory):
        secret = tmp_path_factory.mktemp("other") / "secret.csv"
        secret.write_text(HEADS + "\r\n" + TWO_LINES)
        (folder.path / "orders").mkdir()
        (folder.path / "orders" / "x.csv").symlink_to(secret)

        folder.poll()

        assert folder.orders() == []

    def test_of_stock_is_told_as_something_to_mend(self, folder):
        (folder.path / "stock.csv").write_text("sku,quantity\nLAMP,3\n")
        with transaction.atomic():
            refresh_channel(channel_id=folder.channel.id, at=read_clock())

        publish_offers.func(channel_id=folder.channel.id)

        assert "is not as Kontor wrote it" in Connection.objects.get(channel=folder.channel).problem

    def test_of_stock_is_not_written_through_a_link(self, folder, tmp_path_factory):
        precious = tmp_path_factory.mktemp("other") / "precious"
        precious.write_text("keep me")
        for name in (".stock.lock", ".stock.csv.part"):
            (folder.path / name).symlink_to(precious)
        with transaction.atomic():
            refresh_channel(channel_id=folder.channel.id, at=read_clock())

        publish_offers.func(channel_id=folder.channel.id)

        assert precious.read_text() == "keep me"


class TestRowsOfOneOrder:
    def test_tell_its_shipping_in_whichever_of_them(self, folder):
        rows = (
            "A-1;20.11.2026;LAMP;2;10,00;;bezahlt;Eva;Weg 1;1067;Dresden;Deutschland;\r\n"
            "A-1;;VASE;1;5,00;4,90;;;;;;;\r\n"
        )
        folder.put("a.csv", HEADS + "\r\n" + rows)

        folder.poll()

        order = folder.orders()[0]
        assert (order.gross, order.address.postal_code, order.address.country) == (Decimal("29.90"), "01067", "DE")

    @pytest.mark.parametrize(
        "second",
        [
            "A-1;;VASE;1;5,00;;;Max;Weg 2;20457;Hamburg;DE;",  # two addresses
            "A-1;;VASE;1;5,00;3,90;;;;;;;",  # two costs of shipping
        ],
    )
    def test_that_contradict_each_other_wait(self, folder, second):
        first = "A-1;20.11.2026;LAMP;2;10,00;4,90;bezahlt;Eva;Weg 1;10115;Berlin;DE;"
        folder.put("a.csv", f"{HEADS}\r\n{first}\r\n{second}\r\n")

        folder.poll()

        assert (folder.orders(), len(folder.problems())) == ([], 1)

    def test_with_a_number_that_a_table_cut_wait(self, folder):
        rows = "4,00638E+12;20.11.2026;LAMP;2;10,00;;bezahlt;Eva;Weg 1;10115;Berlin;DE;"
        folder.put("a.csv", f"{HEADS}\r\n{rows}\r\n")

        folder.poll()

        assert (folder.orders(), len(folder.problems())) == ([], 1)

    def test_are_read_by_the_sign_that_the_file_itself_tells(self, folder):
        rows = "A-1;20.11.2026;LAMP;2;9.00;;bezahlt;Eva;Weg 1;10115;Berlin;DE;\r\nA-1;;VASE;1.000;5.00;;;;;;;;\r\n"
        folder.put("a.csv", f"{HEADS}\r\n{rows}")

        folder.poll()

        assert [it.ordered for it in OrderLine.objects.order_by("position")] == [2, 1]


class TestAJsonFile:
    def test_holds_one_order_or_many(self, folder):
        order = {
            "external_id": "J-1", "currency": "EUR", "payment": "paid",
            "ship_to": {"name": "Eva", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE"},
            "lines": [{"sku": "LAMP", "quantity": 1, "unit_price": "10.00"}],
        }  # fmt: skip
        folder.put("one.json", json.dumps(order))
        folder.put("many.json", json.dumps({"orders": [{**order, "external_id": "J-2"}, {"external_id": "J-3"}, 7]}))

        folder.poll()

        assert {order.external_id for order in folder.orders()} == {"J-1", "J-2"}
        assert len(folder.problems()) == 2


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "decimal", "value"),
        [
            ("1.234,50", ",", "1234.50"), ("1,234.50", ".", "1234.50"), ("12,90", ",", "12.90"), ("12.90", ",", "12.90"),
            ("12,90", ".", "12.90"), ("1.234", ",", "1234"), ("1.234", ".", "1.234"), ("9,90 €", ",", "9.90"), ("3", ",", "3"),
        ],
    )  # fmt: skip
    def test_are_read_as_people_write_them(self, text, decimal, value):
        assert read_number(text, decimal) == Decimal(value)

    @pytest.mark.parametrize("text", ["", "zwei", "1.23.4", "1,2,3", "NaN", "1e5", "--1", "1.23.456"])
    def test_that_are_none_are_refused(self, text):
        with pytest.raises(ValueError, match="."):
            read_number(text or " ", ",") if text else (_ for _ in ()).throw(ValueError("empty"))


class TestWhatGoesOut:
    def test_is_the_stock_of_every_article(self, folder):
        with transaction.atomic():
            refresh_channel(channel_id=folder.channel.id, at=read_clock())
        publish_offers.func(channel_id=folder.channel.id)
        folder.shop.receive("VASE", 3)
        while stock_has_changed():
            with transaction.atomic():
                follow_stock(at=read_clock())
        publish_offers.func(channel_id=folder.channel.id)

        assert folder.rows("stock.csv") == [{"sku": "LAMP", "quantity": "15"}, {"sku": "VASE", "quantity": "7"}]

    def test_is_each_parcel_with_its_number_once(self, folder):
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES.replace("Vorkasse", "bezahlt"))
        folder.poll()
        shipments = walk_to_packed(folder.shop, folder.orders()[0])
        hear_news()
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=read_clock(), by=folder.shop.by)
        hear_news()

        folder.tell()
        folder.tell()

        files = list((folder.path / "shipments").iterdir())
        told = folder.rows(f"shipments/{files[0].name}")
        assert len(files) == 1
        assert [(row["order"], row["line"], row["sku"], row["quantity"]) for row in told] == [
            ("A-1", "1", "LAMP", "2"), ("A-1", "2", "VASE", "1"),
        ]  # fmt: skip
        assert told[0]["tracking_number"]

    def test_is_each_cancellation(self, folder):
        folder.put("heute.csv", HEADS + "\r\n" + TWO_LINES)
        folder.poll()
        with transaction.atomic():
            cancel_whole_order(order_id=folder.orders()[0].id, at=read_clock(), by=folder.shop.by)
        hear_news()

        folder.tell()

        files = list((folder.path / "cancellations").iterdir())
        assert [row["order"] for row in folder.rows(f"cancellations/{files[0].name}")] == ["A-1"]


class TestTheFolder:
    def test_that_is_gone_is_told_as_a_setting_to_mend(self, folder, tmp_path):
        Connection.objects.update(settings={"folder": str(tmp_path / "gone")})

        folder.poll()

        connection = Connection.objects.get(channel=folder.channel)
        assert connection.state == "needs_login"
        assert "is not there; make it" in connection.problem

    def test_takes_uploads_from_the_back_office(self, folder):
        office = person("*")
        sent = SimpleUploadedFile("../../heute.csv", (HEADS + "\r\n" + TWO_LINES).encode())

        page = office.post(reverse("admin:channel_upload", args=[folder.channel.id]), {"file": sent}, follow=True)
        folder.poll()

        assert "Die Datei wird gelesen" in page.content.decode()
        assert [path.parent for path in folder.path.rglob("*heute.csv")] == [folder.path / "orders"]
        assert [order.external_id for order in folder.orders()] == ["A-1"]

    @pytest.mark.parametrize(("name", "content"), [("heute.exe", b"MZ"), ("heute.csv", b"")])
    def test_takes_no_file_that_holds_no_orders(self, folder, name, content):
        sent = SimpleUploadedFile(name, content)

        person("*").post(reverse("admin:channel_upload", args=[folder.channel.id]), {"file": sent})

        assert list(folder.path.rglob("*heute*")) == []
