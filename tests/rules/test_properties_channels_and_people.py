"""What holds of channels, buyers, mails and rights for every text that somebody sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from kontor.access.rules import CAPABILITIES, hash_secret, is_allowed, is_worn, new_secret, unknown_capabilities
from kontor.channels.errors import AccessIncomplete, PriceChangeOutOfReach, PriceChangeUnread
from kontor.channels.ports import ChannelOrder, ConnectorManifest, IncomingOrder, LinePieces, OrderStage, Unreadable
from kontor.channels.rules import (
    change_price,
    check_access,
    compare_orders,
    computed_buffer,
    name_faults,
    open_part,
    read_order,
    slowest,
)
from kontor.connectors.otto import METADATA
from kontor.customers.rules import address_fingerprint, key_by_hand, key_by_number, match_key
from kontor.kernel.address import Address
from kontor.kernel.demand import Demand
from kontor.messaging.rules import (
    GIVEN_UP_AFTER,
    fill_placeholders,
    next_try,
    next_webhook_try,
    one_line,
    sign_webhook,
)

NAMES = st.text(max_size=20)
ADDRESSES = st.builds(
    Address, NAMES, NAMES, NAMES, NAMES, NAMES, NAMES, st.just("DE"), email=st.sampled_from(["", "A@b.de"])
)
OTTO: ConnectorManifest = METADATA["connector"].manifest


def told(*lines: tuple[str, int]) -> dict[str, object]:
    return {
        "channel": "shop", "external_id": "1", "ordered_at": "2026-11-20T09:00:00Z", "currency": "EUR", "payment": "paid",
        "ship_to": {"name": "Erika", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE"},
        "lines": [
            {"external_id": name, "sku": "LAMP", "title": "Lampe", "quantity": quantity, "unit_price": "10.00"}
            for name, quantity in lines
        ],
    }  # fmt: skip


class TestOrdersOfAChannel:
    LINES = st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(1, 5)), min_size=1, max_size=4, unique_by=lambda it: it[0]
    )

    @given(LINES)
    def test_that_are_told_again_in_another_order_have_not_changed(self, lines):
        one, other = (IncomingOrder.model_validate(told(*it)) for it in (lines, lines[::-1]))
        change = compare_orders(one, other)
        assert (change.address, change.contents) == (False, False)

    @given(LINES, st.data())
    def test_have_changed_where_a_piece_came_or_went(self, lines, data):
        place = data.draw(st.integers(0, len(lines) - 1))
        more = [*lines[:place], (lines[place][0], lines[place][1] + 1), *lines[place + 1 :]]
        assert compare_orders(*(IncomingOrder.model_validate(told(*it)) for it in (lines, more))).contents

    @given(LINES, st.dictionaries(st.sampled_from("abc"), st.integers(1, 6)))
    def test_leave_open_what_has_not_left(self, lines, shipped):
        order = IncomingOrder.model_validate(told(*lines))
        gone = tuple(LinePieces(line, quantity) for line, quantity in shipped.items())
        left = open_part(ChannelOrder("1", OrderStage.OPEN, order, shipped=gone))

        expected = {
            name: quantity - shipped.get(name, 0) for name, quantity in lines if quantity > shipped.get(name, 0)
        }
        assert {line.external_id: line.quantity for line in (left.lines if left else ())} == expected

    @given(st.binary(max_size=200) | st.text('{}[]":,abc123', max_size=100))
    def test_are_read_or_refused_by_name(self, body):
        with pytest.raises(Unreadable):
            read_order(body)

    @given(
        st.dictionaries(
            st.sampled_from(["channel", "lines", "x"]), st.none() | st.text(max_size=5) | st.integers(), max_size=3
        )
    )
    def test_name_every_fault_with_its_field_and_reason(self, payload):
        with pytest.raises(ValidationError) as failure:
            IncomingOrder.model_validate(payload)
        faults = name_faults(failure.value)
        assert len(faults) == failure.value.error_count()
        assert all(fault["field"] and fault["reason"] for fault in faults)


class TestBuffers:
    DEMANDS = st.builds(Demand, st.integers(0, 500), st.integers(1, 30), st.floats(1, 5))

    @given(st.lists(st.floats(0, 1000), max_size=40), st.floats(0.01, 0.5))
    def test_a_slow_delay_is_one_that_was_seen_and_seldom_passed(self, delays, risk):
        found = slowest(delays, risk)
        assert found in delays or (found == 0 and not delays)
        assert sum(1 for it in delays if it > found) <= risk * len(delays)

    @given(DEMANDS, st.floats(1, 86_400), st.floats(0.001, 0.5), st.floats(1, 5))
    def test_hold_back_more_where_more_may_be_sold_unseen(self, demand, unseen, risk, more):
        one = computed_buffer(unseen_s=unseen, demand=demand, risk=risk).quantity
        assert 0 <= one <= computed_buffer(unseen_s=unseen * more, demand=demand, risk=risk).quantity <= 500
        assert demand.pieces or one == 0


class TestAccess:
    FULL = {field.name: "x" for field in OTTO.fields if not field.optional}

    @given(st.sets(st.sampled_from(sorted(FULL))))
    def test_of_a_connector_is_whole_or_says_what_is_missing(self, missing):
        given_ = {name: value for name, value in self.FULL.items() if name not in missing}
        needed = {field.name for field in OTTO.fields if not field.optional and not field.default} & missing
        if not needed:
            check_access(OTTO, "http://127.0.0.1", given_, {})
        else:
            with pytest.raises(AccessIncomplete) as refusal:
                check_access(OTTO, "http://127.0.0.1", given_, {})
            assert all(name in str(refusal.value.facts) for name in needed)

    @given(st.sampled_from(CAPABILITIES), st.sets(st.sampled_from(CAPABILITIES)))
    def test_is_had_by_whom_it_was_given_and_by_whoever_may_all(self, capability, others):
        assert is_allowed({capability, *others}, capability)
        assert is_allowed({"*"}, capability)
        assert is_allowed(others, capability) == bool(others & {capability, capability.replace(":read", ":write")})

    @given(st.lists(st.sampled_from(CAPABILITIES) | st.text(max_size=8)))
    def test_that_is_none_is_named(self, granted):
        unknown = unknown_capabilities(granted)
        assert set(unknown) <= set(granted) - set(CAPABILITIES)
        assert unknown_capabilities(set(granted) - set(unknown)) == []

    @given(st.integers(2, 20))
    def test_keys_are_long_unlike_each_other_and_kept_as_hashes(self, many):
        one, other = new_secret(), new_secret()
        assert len({new_secret() for _ in range(many)}) == many
        assert len(one) > 40
        assert hash_secret(one) == hash_secret(one) != hash_secret(other)
        assert one not in hash_secret(one)


class TestBuyers:
    @given(ADDRESSES, ADDRESSES, st.tuples(NAMES, NAMES))
    def test_two_without_account_and_mail_are_two(self, one, other, orders):
        keys = [
            match_key(channel_code="shop", order_ref=ref, buyer_ref="", address=Address(it.name, *[""] * 5, "DE"))
            for ref, it in zip(orders, (one, other), strict=True)
        ]
        assert (keys[0] == keys[1]) == (orders[0] == orders[1])

    @given(ADDRESSES, st.sampled_from(["b1", "b2"]))
    def test_are_known_by_their_account_whatever_else_they_tell(self, address, buyer):
        key = match_key(channel_code="shop", order_ref="1", buyer_ref=buyer, address=address)
        assert key == match_key(channel_code="shop", order_ref="2", buyer_ref=buyer, address=Address(*[""] * 6, "DE"))

    @given(st.sampled_from(["", "  ", "a@b.de", " A@B.de "]))
    def test_entered_by_hand_are_found_by_their_mail_or_are_new(self, email):
        assert (key_by_hand(email) == key_by_hand(email.upper())) == bool(email.strip())
        assert key_by_number(f" {email} ") == key_by_number(email)

    PLACES = st.text("abcß 1", min_size=1, max_size=8).filter(lambda it: it.strip() == it != "" and "  " not in it)

    @given(PLACES, PLACES, st.sampled_from([" ", ".", ", ", "  "]))
    def test_live_at_the_same_place_however_it_is_written(self, street, city, sign):
        plain = Address("", "", f"{street} x", "", "50667", city, "DE")
        loud = Address(
            "E", "", f"{street}{sign}X".replace("ß", "ẞ"), "", "50667", city.upper().replace("SS", "ß"), "DE"
        )
        elsewhere = Address("", "", f"{street} x", "", "50668", city, "DE")
        assert address_fingerprint(plain) == address_fingerprint(loud) != address_fingerprint(elsewhere)


class TestMails:
    @given(st.text(max_size=60), st.dictionaries(st.sampled_from(["name", "total"]), st.text(max_size=20)))
    def test_hold_no_placeholder_that_nobody_wrote(self, text, values):
        plain = text.replace("{", "(")
        filled = fill_placeholders(f"{plain}{{{{ name }}}}|{{{{total}}}}|{{{{ other }}}}", values)
        assert filled == f"{plain}{values.get('name', '')}|{values.get('total', '')}|"

    @given(st.text(max_size=60))
    def test_have_headers_of_one_line(self, text):
        line = one_line(text)
        assert len(line.splitlines()) <= 1
        assert one_line(line) == line

    @given(st.integers(-2, 12))
    def test_are_tried_later_each_time_and_then_left_to_a_person(self, attempts):
        at = datetime(2026, 11, 20, tzinfo=UTC)
        later, after = next_try(attempts, at), next_try(attempts + 1, at)
        assert later is None or later > at
        assert after is None or later is None or after > later
        assert next_try(99, at + timedelta(days=1)) is None


class TestWebhooks:
    @given(st.integers(1, 30), st.floats(0, 1))
    def test_are_tried_less_and_less_often_for_days_and_then_not_any_more(self, attempts, spread):
        at = datetime(2026, 11, 27, tzinfo=UTC)
        again, after = (next_webhook_try(count, at, spread=spread) for count in (attempts, attempts + 1))

        assert again is None or at < again <= at + timedelta(hours=29)
        assert again is not None or after is None
        tries = [it - at for count in range(1, 30) if (it := next_webhook_try(count, at, spread=spread))]
        assert timedelta(days=3) < sum(tries, timedelta()) <= GIVEN_UP_AFTER

    @given(st.binary(min_size=24, max_size=64), st.text(max_size=50), st.text(max_size=200))
    def test_are_signed_so_that_no_sign_of_them_can_be_changed(self, secret, call_id, body):
        assume(call_id.isprintable())
        at = datetime(2026, 11, 27, tzinfo=UTC)
        told = sign_webhook(secret, call_id=call_id, at=at, body=body)

        assert (told["webhook-id"], told["webhook-timestamp"]) == (call_id, str(int(at.timestamp())))
        for other in (
            sign_webhook(secret, call_id=call_id, at=at, body=body + " "),
            sign_webhook(secret, call_id=call_id + "x", at=at, body=body),
            sign_webhook(secret, call_id=call_id, at=at + timedelta(seconds=1), body=body),
            sign_webhook(secret + b"x", call_id=call_id, at=at, body=body),
        ):
            assert other["webhook-signature"] != told["webhook-signature"]
        assert told == sign_webhook(secret, call_id=call_id, at=at, body=body)


class TestAPriceOfAChannel:
    @given(st.decimals("0.01", "99999.99", places=2), st.decimals("0.01", "99.99", places=2))
    def test_rises_and_falls_by_what_was_written_to_the_cent(self, price, by):
        assert change_price(price, f"+{by}") == price + by
        assert change_price(price, str(by)) == by
        raised = change_price(price, f"+{by}%")
        assert abs(raised - price * (100 + by) / 100) <= Decimal("0.005")
        assert raised == raised.quantize(Decimal("0.01"))

    @given(st.text(max_size=20))
    def test_is_never_zero_less_or_endless_whatever_is_written(self, told):
        try:
            changed = change_price(Decimal(10), told)
        except (PriceChangeUnread, PriceChangeOutOfReach):
            return
        assert 0 < changed < 1_000_000_000

    @pytest.mark.parametrize("told", ["-10", "-100%", "0", "0.00"])
    def test_that_would_be_none_is_refused(self, told):
        with pytest.raises(PriceChangeOutOfReach):
            change_price(Decimal(10), told)

    def test_there_is_none_of_cannot_rise(self):
        assert change_price(None, "5") == 5
        with pytest.raises(PriceChangeOutOfReach):
            change_price(None, "+5%")

    @pytest.mark.parametrize("told", ["0.001", "19.9999", "+0.005", "1,50", "1.299.00", "", "%", "5%"])
    def test_has_no_parts_of_a_cent_and_one_way_to_be_written(self, told):
        with pytest.raises(PriceChangeUnread):
            change_price(Decimal(10), told)


class TestAPassword:
    @given(st.sampled_from(["karla", "gerda", "dana.b"]), st.integers(2, 5), st.text("0123456789!?", max_size=6))
    def test_made_of_the_name_or_of_the_same_over_and_over_is_worn(self, name, times, end):
        assert is_worn(name * times, name=name)
        assert is_worn(name + end, name=name)
        assert is_worn("Passwort" + end + "1", name=name)

    @given(
        st.lists(st.sampled_from(["korrekt", "pferd", "batterie", "heftklammer"]), min_size=2, max_size=4, unique=True)
    )
    def test_of_several_words_is_not(self, words):
        assert not is_worn(" ".join(words), name="karla")

    def test_may_hold_a_name_among_others(self):
        assert not is_worn("karla sammelt alte stempel", name="karla")
        assert not is_worn("a long enough password", name="anna")
