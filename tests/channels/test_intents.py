"""What channels are told of their orders: once, by intent; what nobody knows is looked up before it is told again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from django.urls import reverse
from playing import Played

from builders import assert_house_in_order, hear_news, person, walk_to_packed
from kontor.backoffice.refusals import problem_text
from kontor.channels.models import ChannelIntent
from kontor.channels.public import IntentKind, NewIntent, tell_channel
from kontor.channels.tables import Channel, Connection, Offer
from kontor.channels.tasks import find_lost_channel_work
from kontor.channels.use_cases.intents.claim_intents import claim_intents
from kontor.channels.use_cases.intents.record_intent_outcome import record_intent_outcome
from kontor.channels.use_cases.offers.claim_offers import claim_offers
from kontor.connectors.shopify import documents
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.keep.vault import SecretLocked, seal, unseal
from kontor.platform.models import AuditEntry
from kontor.platform.sql.bulk import execute, select_rows
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels
from lives import set_state

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS = ("amazon", "ebay", "kaufland", "otto", "shopify", "shopware", "woocommerce")


@pytest.fixture
def played(request, real_shop):
    play = Played(real_shop, getattr(request, "param", "otto"))
    play.publish()
    yield play
    play.stop()


@pytest.mark.parametrize("played", CHANNELS, indirect=True)
@pytest.mark.parametrize("fault", ["silence", "half_body", "broken", "too_many", "reset", "maintenance"])
class TestAShipment:
    def test_is_confirmed_once_whatever_befalls_the_call(self, played, fault):
        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        played.direct("faults", order=fault, where="^(POST|PUT|PATCH) (?!.*(token|search|State|Orders|Variants))")

        for _ in range(3):
            played.tell()

        assert ChannelIntent.objects.get(kind="confirm_shipment").state == "succeeded"
        assert played.direct("state")["orders"][number] == "shipped"
        assert len([entry for entry in played.told("shipped") if entry["lines"]]) == 1
        assert_house_in_order()


@pytest.mark.parametrize("played", ["shopify"], indirect=True)
class TestAnOrderOfMorePartsThanOneAnswerHolds:
    def test_is_not_decided_by_the_part_that_was_told(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        order = next(iter(played.stage.world.orders.values()))
        order.parcels += [{"tracking": f"X{number}", "lines": {}} for number in range(documents.MOST_PARCELS)]

        played.tell()

        intent = ChannelIntent.objects.get(kind="confirm_shipment")
        assert (intent.state, "more parcels" in intent.problem) == ("failed", True)


class TestWhatAConnectorCannotDo:
    def test_is_not_asked_for_where_nothing_is_lost_by_it(self, played):
        played.direct("buy", sku="LAMP", quantity=1)

        played.poll()
        played.tell()

        assert not ChannelIntent.objects.filter(kind="acknowledge").exists()

    @pytest.mark.parametrize("played", ["kaufland"], indirect=True)
    def test_is_done_where_it_is_declared(self, played):
        number = played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0]

        played.poll()
        played.tell()

        assert ChannelIntent.objects.get(kind="acknowledge").state == "succeeded"
        assert [entry["order"] for entry in played.told("acknowledged")] == [number]

    def test_waits_for_a_person_with_its_reason(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        payload = {"amount": "5.00", "currency": "EUR", "reason": "Kulanz"}
        with transaction.atomic():
            intent = NewIntent("refund:1", played.channel.id, IntentKind.REFUND, order.id, order.external_id, payload)
            tell_channel(intents=[intent], at=read_clock())

        played.tell()

        refund = ChannelIntent.objects.get(kind="refund")
        assert refund.state == "failed"
        assert problem_text(refund.problem) == (
            "Der Kanal oder sein Konnektor kann das nicht. (Konnektor: OTTO Market, Verlangt: refund,"
            " Grund: OTTO pays the buyer once a return is accepted.)"
        )


class TestACancelledPart:
    def cancel_one(self, played) -> Order:
        played.direct("buy", sku="LAMP", quantity=3)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        line = order.lines.order_by("id").first()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={line.id: 1}, reference="desk:1", at=read_clock(), by=played.shop.by
            )
        hear_news()
        return order

    @pytest.mark.parametrize("played", ["otto", "kaufland"], indirect=True)
    def test_is_told_where_the_channel_knows_parts(self, played):
        order = self.cancel_one(played)

        played.tell()

        assert ChannelIntent.objects.get(kind="cancel").state == "succeeded"
        there = played.stage.world.orders[order.external_id]
        assert [line.cancelled for line in there.lines] == [1, 0, 0]

    @pytest.mark.parametrize("played", ["ebay", "shopify"], indirect=True)
    def test_waits_for_a_person_where_it_knows_none(self, played):
        order = self.cancel_one(played)

        played.tell()

        intent = ChannelIntent.objects.get(kind="cancel")
        assert (intent.state, "whole orders only" in intent.problem) == ("failed", True)
        assert played.stage.world.orders[order.external_id].stage == "open"

    @pytest.mark.parametrize("played", ["ebay"], indirect=True)
    def test_that_was_the_last_one_is_told_as_the_whole_order(self, played):
        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        order = Order.objects.get(channel=played.channel)
        with transaction.atomic():
            pieces = {order.lines.get().id: 1}
            cancel_pieces(order_id=order.id, pieces=pieces, reference="desk:1", at=read_clock(), by=played.shop.by)
        hear_news()

        played.tell()

        assert played.stage.world.orders[number].stage == "cancelled"

    @pytest.mark.parametrize("played", ["otto"], indirect=True)
    def test_that_the_buyer_took_back_is_not_told_back(self, played):
        number = played.direct("buy", sku="LAMP", quantity=3)["orders"][0]
        played.poll()
        line = played.stage.world.orders[number].lines[0].id
        played.direct("cancel", order=number, lines={line: 1})
        played.poll()

        assert not ChannelIntent.objects.filter(kind="cancel").exists()


def called_for(task: str) -> list[int]:
    rows = select_rows("SELECT (args ->> 'channel_id')::int FROM procrastinate_jobs WHERE task_name = %s", [task])
    return [row[0] for row in rows]


class TestWhatNobodyWorksOn:
    def test_is_found_after_its_worker_died(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        claim_intents(channel_id=played.channel.id, most=5)
        claim_offers(channel_id=played.channel.id, most=5)
        execute("DELETE FROM procrastinate_jobs")
        find_lost_channel_work.func(timestamp=0)
        assert called_for("kontor.send_intents") == []
        execute("UPDATE channels_channelintent SET lease_until = now() - interval '1 s'")
        set_state(Offer.objects.all(), "inflight", lease_until=read_clock() - timedelta(seconds=1))

        find_lost_channel_work.func(timestamp=0)

        assert called_for("kontor.send_intents") == [played.channel.id]
        assert called_for("kontor.publish_offers") == [played.channel.id]

    def test_is_told_again_once_a_person_asks_for_it(self, played):
        self.fail(played)

        person("*").post(reverse("admin:intent_retry", args=[ChannelIntent.objects.get(kind="confirm_shipment").id]))

        assert called_for("kontor.send_intents") == [played.channel.id]

    def test_is_noted_as_done_from_the_page_of_what_waits(self, played):
        self.fail(played)
        office, failed = person("*"), ChannelIntent.objects.get(kind="confirm_shipment")
        url = reverse("admin:intent_by_hand", args=[failed.id])

        shown = office.get(reverse("admin:waiting")).content.decode()
        answer = office.post(url, {"back": "waiting"})

        assert url in shown
        assert answer.url == reverse("admin:waiting")
        assert [it for it in list_waiting(read_clock()) if it.kind == "told"] == []

    def test_waits_no_longer_once_it_was_done_by_hand(self, played):
        self.fail(played)
        office, failed = person("*"), ChannelIntent.objects.get(kind="confirm_shipment")

        office.post(reverse("admin:intent_by_hand", args=[failed.id]))
        again = office.post(reverse("admin:intent_by_hand", args=[failed.id]), follow=True)

        settled = ChannelIntent.objects.get(id=failed.id)
        assert (settled.state, settled.external_id) == ("succeeded", "by hand: user:anna")
        assert "Position item" in AuditEntry.objects.get(verb="close_by_hand").before["problem"]
        assert "nicht mehr gescheitert" in again.content.decode()

    def fail(self, played) -> None:
        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        played.stage.world.cancel(played.stage.world.orders[number], "buyer")
        played.tell()
        execute("DELETE FROM procrastinate_jobs")


class TestAnIntent:
    def test_that_the_channel_refuses_waits_for_a_person(self, played):
        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        played.stage.world.cancel(played.stage.world.orders[number], "buyer")

        played.tell()

        intent = ChannelIntent.objects.get(kind="confirm_shipment")
        assert intent.state == "failed"
        assert "Position item" in intent.problem

    def test_of_a_worker_that_comes_back_late_is_not_settled_twice(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))
        late = claim_intents(channel_id=played.channel.id, most=5)[0]
        execute("UPDATE channels_channelintent SET lease_until = now() - interval '1 s'")
        newer = claim_intents(channel_id=played.channel.id, most=5)[0]

        assert record_intent_outcome(claimed=late, external_id="late", at=read_clock()) is False
        assert record_intent_outcome(claimed=newer, external_id="newer", at=read_clock()) is True
        assert newer.must_look_up

    def test_carries_the_number_under_which_a_parcel_would_come_back(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))

        played.tell()

        assert played.told("shipped")[0]["back"].startswith("KR")

    def test_knows_by_when_it_is_due(self, real_shop):
        play = Played(real_shop, "ebay")
        play.publish()
        play.direct("buy", sku="LAMP", quantity=1)
        play.poll()
        play.ship(Order.objects.get(channel=play.channel))
        play.stop()

        assert ChannelIntent.objects.get(kind="confirm_shipment").due_by > read_clock()


class TestCredentials:
    def test_are_encrypted_and_bound_to_their_row(self, played):
        secrets = bytes(Connection.objects.get(channel=played.channel).secrets)

        sealed = seal(b"x", bound_to="a")

        assert b"secret-otto" not in secrets
        with pytest.raises(SecretLocked):
            unseal(secrets, bound_to="connection:999:secrets")
        with pytest.raises(SecretLocked):
            unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), bound_to="a")

    def test_and_tokens_stand_nowhere_in_the_database_in_plain_text(self, played):
        token = next(iter(played.stage.tokens))
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(c::text, ' ') FROM channels_connection c"
                " UNION ALL SELECT string_agg(e::text, ' ') FROM platform_auditentry e"
            )
            everything = " ".join(str(row[0]) for row in cursor.fetchall())

        assert "secret-otto" not in everything
        assert token not in everything

    def test_that_are_refused_stop_the_polling_and_say_so(self, played):
        played.stage.tokens.clear()
        row = Connection.objects.get(channel=played.channel)
        row.secrets = seal(b'{"client_id": "x", "client_secret": "y"}', bound_to=f"connection:{row.id}:secrets")
        row.token = b""
        row.save()

        played.poll()

        assert Connection.objects.get(channel=played.channel).state == "needs_login"


class TestANumberThatNoCarrierGave:
    def test_is_not_told_to_a_marketplace_before_somebody_enters_a_real_one(self, played):
        Channel.objects.filter(id=played.channel.id).update(capabilities=["split_shipment"])
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        played.ship(order)
        assert not ChannelIntent.objects.filter(kind="confirm_shipment").exists()
        assert [it.kind for it in list_waiting(read_clock())] == ["number"]

        parcel = Parcel.objects.get(order_id=order.id)
        page = person("orders:write", "orders:read").post(
            reverse("admin:order_verb", args=[order.id, "number"]),
            {"parcel": parcel.id, "carrier": "dhl", "number": "0034 0434 1610 9404 2557"}, follow=True,
        )  # fmt: skip
        hear_news()

        assert page.status_code == 200
        (intent,) = ChannelIntent.objects.filter(reference=f"shipment:{parcel.shipment_id}")
        assert (intent.payload["carrier"], intent.payload["tracking_number"]) == ("dhl", "00340434161094042557")
        assert list_waiting(read_clock()) == []
        assert AuditEntry.objects.get(verb="enter_number").by.startswith("user:")

    @pytest.mark.parametrize("number", ["", "KR", "ÄÖÜ-12345678", "1" * 41])
    def test_is_entered_as_carriers_print_it_or_not_at_all(self, played, number):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        played.ship(order)
        before = Parcel.objects.get(order_id=order.id).tracking_number

        person("orders:write", "orders:read").post(
            reverse("admin:order_verb", args=[order.id, "number"]),
            {"parcel": Parcel.objects.get(order_id=order.id).id, "carrier": "dhl", "number": number},
        )  # fmt: skip

        assert Parcel.objects.get(order_id=order.id).tracking_number == before

    def test_is_not_entered_while_a_label_is_bought_and_ends_one_that_waits_to_be(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        walk_to_packed(played.shop, order)
        hear_news()
        parcel = Parcel.objects.get(order_id=order.id)
        office = person("orders:write", "orders:read")
        sent = {"parcel": parcel.id, "carrier": "dhl", "number": "00340434161094042557"}
        set_state(LabelIntent.objects.all(), "inflight", lease_until=read_clock())

        office.post(reverse("admin:order_verb", args=[order.id, "number"]), sent)
        assert Parcel.objects.get(id=parcel.id).tracking_number == ""

        set_state(LabelIntent.objects.all(), "new", lease_until=None)
        office.post(reverse("admin:order_verb", args=[order.id, "number"]), sent)
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))

        parcel.refresh_from_db()
        assert (parcel.carrier, parcel.tracking_number) == ("dhl", "00340434161094042557")
        assert "label" not in [it.kind for it in list_waiting(read_clock())]


class TestWhyItWasCancelled:
    @pytest.mark.parametrize("played", ["ebay"], indirect=True)
    def test_is_told_in_the_channels_own_words(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        person("orders:write", "orders:read").post(
            reverse("admin:order_verb", args=[order.id, "cancel"]), {"reason": "buyer_asked"}
        )
        hear_news()

        played.tell()

        assert ChannelIntent.objects.get(kind="cancel").payload["reason"] == "buyer_asked"
        assert played.stage.world.orders[order.external_id].stage == "cancelled"
