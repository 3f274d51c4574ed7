"""What is on offer: never more than is available less what is held back, told in rising versions, soon, in few calls."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from playing import Played

from builders import assert_house_in_order, nothing_failed, person
from kontor.catalog.public import NewProduct, create_products
from kontor.channels.ports import OfferOutcome
from kontor.channels.public import computed_buffer, list_articles, list_connections
from kontor.channels.rules.buffer import MOST_BUFFER
from kontor.channels.tables import ChannelIntent, Connection, Listing, Offer, OfferPublication
from kontor.channels.tasks import fetch_settlements, poll_channel, publish_offers, send_intents
from kontor.channels.use_cases.connection.record_problem import record_problem
from kontor.channels.use_cases.offers.claim_offers import claim_offers
from kontor.channels.use_cases.offers.record_offer_outcomes import record_offer_outcomes
from kontor.channels.use_cases.offers.record_price_outcomes import record_price_outcomes
from kontor.channels.use_cases.offers.want_offers import WantedOffer, want_offers
from kontor.connectors.shopify.answers import VariantRef
from kontor.flows.alarms import list_wrong
from kontor.flows.market.offers import change_offer_price, follow_prices, follow_stock, measure_demand, refresh_channel
from kontor.flows.market.reconciliation import compare_channel, repair_discrepancy
from kontor.inventory.public import keep_safety_stock
from kontor.inventory.tables import ChannelBuffer
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.demand import Demand
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry
from kontor.platform.post.jobs import defer_once
from kontor.platform.sql.bulk import execute, select_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def played(real_shop):
    play = Played(real_shop, "otto")
    play.publish()
    yield play
    play.stop()


def offer(played, sku: str) -> Offer:
    return Offer.objects.get(channel=played.channel, listing__channel_sku=sku)


class TestAConnectionThatIsRemoved:
    def remove(self, played) -> str:
        url = reverse("admin:channel_verb", args=[played.channel.id, "remove"])
        return person("*").post(url, follow=True).content.decode()

    def test_goes_with_its_credentials_and_no_job_stumbles_over_it(self, played):
        connection_id = played.connection().id

        self.remove(played)
        publish_offers.func(channel_id=played.channel.id)
        send_intents.func(channel_id=played.channel.id)
        poll_channel.func(channel_id=played.channel.id)
        fetch_settlements.func(channel_id=played.channel.id)

        assert not Connection.objects.exists()
        assert AuditEntry.objects.get(verb="disconnect_channel").key == connection_id
        nothing_failed()

    def test_is_left_out_by_a_comparison_that_was_called_for_before(self, played):
        self.remove(played)

        assert compare_channel(channel_id=played.channel.id, at=read_clock()) == 0
        assert select_rows("SELECT count(*) FROM platform_ratelevel WHERE owner LIKE 'connection:%%'")[0][0] == 0

    def test_hears_nothing_that_is_written_after_it_went(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        self.remove(played)

        played.ship(order)

        assert not ChannelIntent.objects.exists()
        nothing_failed()

    def test_stays_while_a_message_of_it_is_not_understood(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        poll_channel.func(channel_id=played.channel.id)

        self.remove(played)

        assert Connection.objects.count() == 1

    def test_stays_while_something_of_it_waits(self, played):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))

        page = self.remove(played)

        assert Connection.objects.count() == 1
        assert "wartet noch etwas" in page or "still waits" in page


class TestTheNamesOfAnArticleAtShopify:
    def test_are_read_as_they_were_written(self):
        ref = VariantRef("gid://shopify/InventoryItem/1", "gid://shopify/ProductVariant/2", "gid://shopify/Product/3")

        assert VariantRef.parse(str(ref)) == ref
        assert [VariantRef.parse(it) for it in ("gid://shopify/InventoryItem/1", "a|b", "a||c", "")] == [None] * 4


class TestPublishing:
    def test_follows_every_way_in_which_stock_changes(self, played, real_shop):
        real_shop.receive("LAMP", 5)
        played.publish()
        assert played.stage.world.offers["LAMP"].quantity == 20

        real_shop.place((3, "LAMP"))
        played.publish()
        assert played.stage.world.offers["LAMP"].quantity == 17

        with transaction.atomic():
            keep_safety_stock(
                sku_id=real_shop.skus["LAMP"], location_id=real_shop.near.id, quantity=4, at=real_shop.at, by=real_shop.by
            )  # fmt: skip
        played.publish()
        assert played.stage.world.offers["LAMP"].quantity == 13
        assert_house_in_order()

    def test_counts_a_kit_by_its_parts(self, played, real_shop):
        with transaction.atomic():
            list_articles(channel_id=played.channel.id, skus={"GIFT": real_shop.skus["GIFT"]})
            played.stage.world.put_offers([{"sku": "GIFT"}])
            refresh_channel(channel_id=played.channel.id, at=read_clock())
        played.publish()
        before = played.stage.world.offers["GIFT"].quantity

        real_shop.place((1, "BOOK"))
        real_shop.place((1, "LAMP"))
        played.publish()

        assert 0 < played.stage.world.offers["GIFT"].quantity < before

    def test_joins_many_changes_into_one_call_with_rising_versions(self, played, real_shop):
        calls = len(played.stage.calls)
        for _ in range(20):
            real_shop.place((1, "LAMP"))

        played.publish()

        sent = [call for call in played.stage.calls[calls:] if call[1].endswith("quantities")]
        versions = [entry["quantity"] for entry in played.told("stock") if entry["sku"] == "LAMP"]
        assert len(sent) == 1
        assert versions[-1] == 0
        kept = OfferPublication.objects.filter(offer=offer(played, "LAMP")).order_by("id")
        assert [row.version for row in kept] == sorted(row.version for row in kept)

    def test_holds_the_channels_buffer_back(self, played, real_shop):
        ChannelBuffer.objects.create(channel=played.channel, quantity=6)
        real_shop.place((1, "LAMP"))

        played.publish()

        assert played.stage.world.offers["LAMP"].quantity == 8
        assert offer(played, "LAMP").buffer_why == {}

    def test_says_nothing_where_availability_is_unknown(self, played, real_shop):
        with transaction.atomic():
            skus = create_products(products=[NewProduct("NEW", "Nie gelagert")])
            list_articles(channel_id=played.channel.id, skus=skus)
            played.stage.world.put_offers([{"sku": "NEW", "quantity": 3}])
            refresh_channel(channel_id=played.channel.id, at=read_clock())

        played.publish()

        assert played.stage.world.offers["NEW"].quantity == 3
        assert offer(played, "NEW").state == "suppressed"
        assert list_connections(read_clock())[0].suppressed_offers == 1

    def test_keeps_a_refused_article_apart_with_its_reason(self, played, real_shop):
        with transaction.atomic():
            list_articles(channel_id=played.channel.id, skus={"GIFT": real_shop.skus["GIFT"]})
            refresh_channel(channel_id=played.channel.id, at=read_clock())
        real_shop.receive("LAMP", 1)

        played.publish()

        assert offer(played, "GIFT").state == "refused"
        assert "unknown" in offer(played, "GIFT").problem
        assert offer(played, "LAMP").state == "published"

    @pytest.mark.parametrize("fault", ["silence", "half_body", "broken", "maintenance", "too_many", "reset"])
    def test_ends_with_the_right_quantity_after_every_fault(self, played, real_shop, fault):
        played.direct("faults", order=fault, where="POST .*quantities")
        real_shop.receive("LAMP", 2)

        played.publish()
        played.publish()

        assert played.stage.world.offers["LAMP"].quantity == 17
        assert offer(played, "LAMP").state == "published"
        assert_house_in_order()

    def test_measures_how_long_the_channel_took_to_know(self, played, real_shop):
        real_shop.receive("LAMP", 2)

        played.publish()

        assert 0 <= played.connection().stock_latency_s < 60

    def test_never_offers_more_than_is_available_even_if_asked_to(self, played):
        listing = offer(played, "LAMP").listing_id
        wish = WantedOffer(listing, played.channel.id, 5, 9, {}, read_clock())

        with transaction.atomic():
            want_offers(offers=[wish])

        assert offer(played, "LAMP").wanted == 0


def _poisson(rng: random.Random, mean: float) -> int:
    """Count arrivals of a Poisson process in one unit of time; many of them by the moment of a late one (Ahrens and Dieter)."""
    if mean > 30:
        late = int(mean * 7 / 8)
        when = rng.gammavariate(late, 1) / mean
        if when < 1:
            return late + _poisson(rng, mean * (1 - when))
        return sum(rng.random() < 1 / when for _ in range(late - 1))
    count, clock = 0, rng.expovariate(mean) if mean else 2.0
    while clock < 1:
        count, clock = count + 1, clock + rng.expovariate(mean)
    return count


class TestTheComputedBuffer:
    def test_holds_back_what_may_be_sold_before_the_channel_knows(self):
        busy = Demand(2_800, 14)

        slow = computed_buffer(unseen_s=900, demand=busy, risk=0.01)
        fast = computed_buffer(unseen_s=5, demand=busy, risk=0.01)

        assert (slow.quantity, fast.quantity) == (6, 1)
        assert slow.why == {"unseen_s": 900, "per_day": 200.0, "expected": 2.083, "risk": 0.01}

    def test_holds_nothing_back_of_what_does_not_sell(self):
        assert computed_buffer(unseen_s=900, demand=Demand(0, 14), risk=0.01).quantity == 0

    def test_holds_more_back_the_less_was_seen(self):
        known = computed_buffer(unseen_s=3_600, demand=Demand(600, 100), risk=0.01)
        guessed = computed_buffer(unseen_s=3_600, demand=Demand(1, 1 / 6), risk=0.01)

        assert (known.quantity, guessed.quantity) == (2, 3)

    def test_holds_more_back_where_buyers_take_several(self):
        ones = computed_buffer(unseen_s=900, demand=Demand(2_800, 14), risk=0.01)
        fours = computed_buffer(unseen_s=900, demand=Demand(2_800, 14, clump=4), risk=0.01)

        assert (ones.quantity, fours.quantity) == (6, 12)

    @pytest.mark.parametrize("per_day", [0.5, 20, 300, 9_000])
    @pytest.mark.parametrize("risk", [0.1, 0.01, 0.001])
    def test_is_exceeded_as_seldom_as_was_chosen(self, per_day, risk):
        rng, days, unseen_s, trials = random.Random(7), 3.0, 1_200, 2_000
        exceeded = 0
        for _ in range(trials):
            # Nobody knows the rate: only what one sample of it showed.
            rate = per_day * rng.gammavariate(2, 0.5)
            seen = _poisson(rng, rate * days)
            held_back = computed_buffer(unseen_s=unseen_s, demand=Demand(seen, days), risk=risk).quantity
            # Beyond the largest buffer nothing is chosen any more.
            exceeded += _poisson(rng, rate * unseen_s / 86_400) > held_back and 0 < seen and held_back < MOST_BUFFER

        three_sigma = 3 * (risk * (1 - risk) / trials) ** 0.5
        assert exceeded / trials <= risk + three_sigma

    def test_is_told_with_its_reason(self, played, real_shop):
        for _ in range(5):
            real_shop.place((1, "LAMP"))
        Order.objects.update(placed_at=read_clock() - timedelta(hours=1))
        played.channel.oversell_risk = Decimal("0.01")
        played.channel.save()
        execute("UPDATE channels_connection SET latencies = '{43200}'")
        with transaction.atomic():
            measure_demand(at=read_clock())
            refresh_channel(channel_id=played.channel.id, at=read_clock())

        played.publish()

        told = offer(played, "LAMP")
        assert told.buffer > 0
        assert told.buffer_why["unseen_s"] > 43_200
        assert told.buffer_why["expected"] > 0
        assert played.stage.world.offers["LAMP"].quantity == told.available - told.buffer


class TestTheNightlyComparison:
    def test_names_what_differs_and_repairs_it(self, played, real_shop):
        played.stage.world.offers["LAMP"].quantity = 99
        played.direct("buy", sku="VASE", quantity=1)
        execute("UPDATE channels_offer SET published_at = now() - interval '1 hour'")
        at = read_clock() + timedelta(hours=1)

        found = compare_channel(channel_id=played.channel.id, at=at)
        again = compare_channel(channel_id=played.channel.id, at=at)

        from kontor.channels.tables import Discrepancy

        rows = {(row.kind, row.key): row for row in Discrepancy.objects.filter(repaired_at=None)}
        stock = rows["stock", "LAMP"]
        assert (found, again) == (3, 3)
        assert (stock.theirs, stock.ours) == ("99", "15")
        assert [row.cause for key, row in rows.items() if key[0] == "order"] == ["never fetched"]

        repair_discrepancy(discrepancy_id=stock.id, at=at, by=played.shop.by)
        played.publish()
        assert played.stage.world.offers["LAMP"].quantity == 15

    def test_costs_nothing_where_nothing_differs(self, played):
        execute("UPDATE channels_offer SET published_at = now() - interval '1 hour'")

        assert compare_channel(channel_id=played.channel.id, at=read_clock() + timedelta(hours=1)) == 0


def test_changes_are_not_lost_where_the_look_at_them_fails(played, real_shop):
    real_shop.receive("LAMP", 2)

    with pytest.raises(RuntimeError), transaction.atomic():
        follow_stock(at=read_clock())
        raise RuntimeError("the worker dies")
    played.publish()

    assert played.stage.world.offers["LAMP"].quantity == 17


class TestAPrice:
    def test_that_somebody_changed_is_told_at_once(self, played):
        listing = Listing.objects.get(channel=played.channel, channel_sku="LAMP")
        execute("DELETE FROM procrastinate_jobs")
        form = {
            "channel": played.channel.id,
            "channel_sku": "LAMP",
            "sku": listing.sku_id,
            "price": "12,50",
            "ref": listing.ref,
        }

        answer = person("*").post(reverse("admin:channels_listing_change", args=[listing.id]), form)

        assert answer.status_code == 302, answer.context["errors"]
        assert select_rows("SELECT task_name FROM procrastinate_jobs") == [("kontor.publish_offers",)]
        played.publish()
        assert played.stage.world.offers["LAMP"].price == Decimal("12.50")

    def test_that_was_refused_says_so_and_is_not_told_again_until_it_is_another(self, played):
        def told() -> list[Decimal | None]:
            with transaction.atomic():
                claimed = [it for it in claim_offers(channel_id=played.channel.id, most=50) if it.sku == "LAMP"]
                due = [it for it in claimed if it.price_is_due]
                outcomes = {it.sku: OfferOutcome(it.sku, accepted=False, problem="below the floor") for it in due}
                record_price_outcomes(claimed=due, outcomes=outcomes, at=read_clock())
            execute("UPDATE channels_offer SET state = 'waiting', lease_until = NULL WHERE state = 'inflight'")
            return [it.price for it in due]

        listing = Listing.objects.filter(channel=played.channel, channel_sku="LAMP")
        for price, heard in ((5, [Decimal(5)]), (5, []), (6, [Decimal(6)])):
            listing.update(price=price)
            with transaction.atomic():
                follow_prices(listing_ids=[listing.get().id])
            assert told() == heard

        assert offer(played, "LAMP").price_problem == "below the floor"
        assert "below the floor" in person("*").get(reverse("admin:waiting")).content.decode()


class TestAPriceThatMoves:
    """What the channel asks is what the house wants, whatever happens while it is being told."""

    def want(self, played, price: str, sku: str = "LAMP") -> None:
        listing = Listing.objects.get(channel=played.channel, channel_sku=sku)
        with transaction.atomic():
            change_offer_price(listing_id=listing.id, change=price, at=read_clock(), by=Actor("user", "t"))

    def asked(self, played, sku: str = "LAMP") -> Decimal:
        return played.stage.world.offers[sku].price

    def test_while_it_is_told_is_told_once_more(self, played):
        self.want(played, "11.11")
        with transaction.atomic():
            claimed = [it for it in claim_offers(channel_id=played.channel.id, most=50) if it.sku == "LAMP"]
        self.want(played, "22.22")

        outcomes = {"LAMP": OfferOutcome("LAMP", accepted=True)}
        with transaction.atomic():
            record_price_outcomes(claimed=claimed, outcomes=outcomes, at=read_clock())
            record_offer_outcomes(channel_id=played.channel.id, claimed=claimed, outcomes=outcomes, at=read_clock())

        assert offer(played, "LAMP").state == "waiting"
        played.publish()
        assert (self.asked(played), offer(played, "LAMP").state) == (Decimal("22.22"), "published")

    def test_back_after_a_call_without_an_answer_is_told_all_the_same(self, played):
        before = self.asked(played)
        played.direct("faults", order="silence", times=9, where="POST .*prices")
        self.want(played, "1.11")
        played.publish()
        assert (self.asked(played), offer(played, "LAMP").published_price) == (Decimal("1.11"), None)

        played.direct("faults", clear=True)
        self.want(played, str(before))
        played.publish()

        assert self.asked(played) == before == offer(played, "LAMP").published_price

    def test_that_a_channel_never_hears_is_seen_after_a_while(self, played):
        played.direct("faults", order="unavailable", times=99, where="POST .*prices")
        self.want(played, "1.11")
        played.publish()
        office, page = person("*"), reverse("admin:waiting")
        at_once = office.get(page).content.decode()

        Offer.objects.filter(price_unheard_since__isnull=False).update(
            price_unheard_since=read_clock() - timedelta(hours=1)
        )
        later = office.get(page).content.decode()

        told = "Auf diesen Preis hat der Kanal nicht geantwortet"
        assert (told in at_once, told in later) == (False, True)
        assert "offer" in {it.kind for it in list_wrong(read_clock())}
        played.direct("faults", clear=True)
        played.publish()
        assert "offer" not in {it.kind for it in list_wrong(read_clock())}

    def test_back_after_a_worker_died_is_told_all_the_same(self, played):
        before = self.asked(played)
        self.want(played, "1.11")
        with transaction.atomic():
            claim_offers(channel_id=played.channel.id, most=50)
        played.stage.world.offers["LAMP"].price = Decimal("1.11")  # the call had gone out
        self.want(played, str(before))
        played.publish()

        assert self.asked(played) == before

    @pytest.mark.parametrize("fault", ["broken", "unavailable", "refused"])
    def test_and_is_not_taken_keeps_no_quantity_back(self, played, real_shop, fault):
        self.want(played, "11.11")
        with transaction.atomic():
            keep_safety_stock(
                sku_id=real_shop.skus["VASE"],
                location_id=real_shop.near.id,
                quantity=3,
                at=read_clock(),
                by=real_shop.by,
            )
        played.direct("faults", order=fault, times=9, where="POST .*prices")

        played.publish()

        assert played.stage.world.offers["VASE"].quantity == 1
        assert offer(played, "VASE").state == "published"
        assert offer(played, "LAMP").state == ("published" if fault == "refused" else "waiting")
        assert bool(offer(played, "LAMP").price_problem) == (fault == "refused")
        played.direct("faults", clear=True)
        played.publish()
        assert (self.asked(played) == Decimal("11.11")) == (fault != "refused")

    def test_is_asked_for_once_where_the_channel_is_away(self, played):
        for sku in ("LAMP", "VASE", "BOOK"):
            self.want(played, "11.11", sku)
        played.direct("faults", order="unavailable", times=99, where="POST .*prices")
        before = len([path for _method, path in played.stage.calls if "prices" in path])

        played.publish()

        calls = len([path for _method, path in played.stage.calls if "prices" in path]) - before
        assert calls <= 6, "asked again only as often as one call is"
        assert {offer(played, sku).state for sku in ("LAMP", "VASE", "BOOK")} == {"waiting"}

    def test_without_an_answer_is_told_again_also_where_the_quantity_was_refused(self, played, real_shop):
        self.want(played, "11.11")
        real_shop.receive("LAMP", 1)
        played.direct("faults", order="broken", times=9, where="POST .*prices")
        played.direct("faults", order="refused", times=9, where="POST .*quantities")
        played.publish()
        assert offer(played, "LAMP").state == "unknown"

        played.direct("faults", clear=True)
        played.publish()

        assert (self.asked(played), offer(played, "LAMP").state) == (Decimal("11.11"), "published")

    def test_that_is_not_heard_of_an_article_that_the_channel_does_not_know_is_told_once_by_one_job(
        self, played, real_shop
    ):
        """Unheard price and refused quantity leave an offer to be told again: by the next job, not by this one for ever."""
        self.want(played, "11.11")
        real_shop.receive("LAMP", 1)
        played.direct("faults", order="broken", times=99, where="POST .*prices")
        del played.stage.world.offers["LAMP"]
        before = len([path for _method, path in played.stage.calls if "quantities" in path])

        played.publish()

        assert len([path for _method, path in played.stage.calls if "quantities" in path]) - before <= 2
        assert offer(played, "LAMP").state == "unknown"
        told = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kontor.publish_offers' AND status = 'todo'"
        assert select_rows(told, []) == [(1,)]

    def test_that_is_paused_still_says_what_is_asked_there(self, played, real_shop):
        for sku in ("LAMP", "VASE"):
            self.want(played, "11.11", sku)
        played.publish()
        self.want(played, "12.12", "VASE")
        with transaction.atomic():
            keep_safety_stock(
                sku_id=real_shop.skus["VASE"], location_id=real_shop.near.id, quantity=3, at=read_clock(),
                by=real_shop.by,
            )  # fmt: skip
            follow_stock(at=read_clock())

        with transaction.atomic():
            [claimed] = claim_offers(channel_id=played.channel.id, most=5, paused=True)

        assert (claimed.sku, offer(played, "VASE").published_price) == ("VASE", Decimal("11.11"))

    def test_away_before_anything_was_told_leaves_nothing_to_tell(self, played):
        Offer.objects.filter(listing__channel_sku="LAMP").delete()
        self.want(played, "11.11")
        Offer.objects.filter(listing__channel_sku="LAMP").update(price_unheard_since=read_clock())

        self.want(played, "")

        kept = offer(played, "LAMP")
        assert (kept.state, kept.price_unheard_since) == ("suppressed", None)

    def test_away_is_left_to_the_channel(self, played):
        self.want(played, "11.11")
        played.publish()

        self.want(played, "")
        played.publish()

        kept = offer(played, "LAMP")
        assert (kept.wanted_price, kept.published_price, kept.state) == (None, Decimal("11.11"), "published")

    def test_rests_nowhere_untold(self, played):
        self.want(played, "11.11")
        played.publish()
        assert_house_in_order()
        execute("UPDATE channels_offer SET published_price = 1 WHERE state = 'published' AND wanted_price IS NOT NULL")

        with pytest.raises(AssertionError, match="I38"):
            assert_house_in_order()


class TestAConnection:
    def press(self, played, verb: str) -> None:
        client = person("*") if not hasattr(self, "client") else self.client
        self.client = client
        client.post(reverse("admin:channel_verb", args=[played.channel.id, verb]))

    @pytest.mark.parametrize("state", ["paused", "needs_login"])
    def test_that_rests_says_so_to_whoever_wants_it_polled(self, played, state):
        Connection.objects.update(state=state)

        page = person("*").post(reverse("admin:channel_verb", args=[played.channel.id, "poll"]), follow=True)

        assert "Bis sie weiterläuft" in page.content.decode()

    def test_decides_its_offers_anew_also_while_a_publication_waits(self, played):
        execute("DELETE FROM procrastinate_jobs")
        defer_once(
            "kontor.publish_offers", queue="channels", key=f"publish:{played.channel.id}", channel_id=played.channel.id
        )

        self.press(played, "publish")

        assert ("kontor.refresh_channel",) in select_rows("SELECT task_name FROM procrastinate_jobs")

    def test_whose_login_was_refused_once_works_again_after_a_good_poll(self, played):
        with transaction.atomic():
            record_problem(channel_id=played.channel.id, problem="401", login=True, at=read_clock())
        before = Connection.objects.get(channel=played.channel)
        assert (before.state, before.failures) == ("needs_login", 0)

        played.poll()

        after = Connection.objects.get(channel=played.channel)
        assert (after.state, after.problem) == ("active", "")

    def test_that_is_paused_and_resumed_says_by_whom(self, played):
        self.press(played, "pause")
        self.press(played, "resume")

        entries = AuditEntry.objects.filter(
            subject="connection", key=played.channel.id, verb__in=["pause_connection", "resume_connection"]
        )
        assert list(entries.order_by("id").values_list("verb", "by")) == [
            ("pause_connection", "user:anna"), ("resume_connection", "user:anna"),
        ]  # fmt: skip
