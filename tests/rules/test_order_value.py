"""What an order is worth: its parts add up to it, whatever is cancelled, whatever leaves in whichever parcels."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kontor.kernel.money import Taxed
from kontor.orders.rules import (
    Agreed,
    ChargeValue,
    LineValue,
    OrderValue,
    agree_anew,
    given_away,
    join_costs,
    list_left,
    put_in,
    share_charges,
    share_left,
    value_of,
    value_of_pieces,
)
from kontor.pricing.rules import tax_gross

D = Decimal
CENT = D("0.01")


def line(
    number: int, gross: str, ordered: int, *, cancelled=0, shipped=0, invoiced=0, credited=0, rate="19"
) -> LineValue:
    agreed = tax_gross(D(gross), D(rate))
    return LineValue(
        number, 1, "Tasse", "T-1", f"vat-{rate}", D(rate), agreed, ordered, cancelled, shipped, invoiced, credited
    )


def charge(kind: str, gross: str, *, rate="19") -> ChargeValue:
    return ChargeValue(1, 1, kind, kind, f"vat-{rate}", D(rate), tax_gross(D(gross), D(rate)))


def order(*lines: LineValue, charges=()) -> OrderValue:
    return OrderValue(1, "EUR", lines, tuple(charges))


class TestOrderValue:
    def test_counts_shipping_whole_as_long_as_one_piece_is_left(self):
        cups = order(line(1, "30.00", 3, cancelled=2), charges=[charge("shipping", "4.90")])

        assert cups.left == D("14.90")
        assert cups.shipped == 0
        assert cups.leaves_more

    def test_is_nothing_once_all_is_cancelled(self):
        assert order(line(1, "30.00", 3, cancelled=3), charges=[charge("shipping", "4.90")]).left == 0

    def test_takes_off_of_a_discount_what_falls_on_the_goods_that_are_left(self):
        cups = order(line(1, "30.00", 3, cancelled=1), charges=[charge("discount", "-3.00")])

        assert cups.left == D("18.00")

    def test_gives_a_discount_to_the_goods_of_its_own_rate_alone(self):
        mixed = order(
            line(1, "20.00", 1, cancelled=1), line(2, "10.00", 1, rate="7"), charges=[charge("discount", "-2.00")]
        )

        assert mixed.left == D("10.00")

    def test_says_by_how_much_single_purpose_vouchers_lower_what_is_left(self):
        cups = order(
            line(1, "30.00", 3, cancelled=1), charges=[charge("voucher", "-6.00"), charge("discount", "-3.00")]
        )

        assert cups.lowered == D("4.00")

    def test_knows_whether_an_invoice_follows_and_whether_one_claims_too_much(self):
        assert order(line(1, "30.00", 3, cancelled=1, invoiced=2)).wholly_invoiced
        assert line(1, "30.00", 3, cancelled=1, invoiced=1).uninvoiced == 1
        assert line(1, "30.00", 3, cancelled=2, invoiced=3).claimed_too_much == 2
        assert line(1, "30.00", 3, cancelled=2, invoiced=3, credited=2).claimed_too_much == 0
        assert line(1, "30.00", 3, cancelled=2, invoiced=3).uninvoiced == 0


pieces = st.integers(min_value=1, max_value=12)
amounts = st.integers(min_value=0, max_value=100_000).map(lambda value: D(value) / 100)


class TestParts:
    @given(amounts, st.lists(pieces, min_size=1, max_size=5))
    def test_of_a_line_by_parcels_add_up_to_it(self, gross, parcels):
        whole = line(1, str(gross), sum(parcels))
        done = 0
        parts = []
        for some in parcels:
            parts.append(value_of_pieces(whole, done + some, CENT) - value_of_pieces(whole, done, CENT))
            done += some

        assert sum(parts) == gross
        assert all(part >= 0 for part in parts)

    @given(st.lists(st.tuples(amounts, pieces), min_size=1, max_size=4), st.data())
    def test_of_a_discount_in_two_deliveries_add_up_to_it(self, goods, data):
        lines = tuple(line(at, str(gross), count) for at, (gross, count) in enumerate(goods, 1))
        worth = sum((it.agreed.gross for it in lines), D(0))
        off = data.draw(st.integers(min_value=0, max_value=int(worth * 100)).map(lambda value: D(-value) / 100))
        discount = charge("discount", str(off))
        first = {it.id: data.draw(st.integers(min_value=0, max_value=it.ordered)) for it in lines}
        rest = {it.id: it.ordered - first[it.id] for it in lines}

        before = share_charges([discount], lines, before={}, coming=first, unit=CENT)
        after = share_charges([discount], lines, before=first, coming=rest, unit=CENT)

        given_off = sum((amount.gross for _charge, amount in (*before, *after)), D(0))
        assert given_off == (off if worth else (off if any(first.values()) or any(rest.values()) else D(0)))

    @given(amounts, pieces, st.data())
    def test_of_an_order_never_come_to_more_than_the_order(self, gross, count, data):
        cancelled = data.draw(st.integers(min_value=0, max_value=count))
        cups = order(line(1, str(gross), count, cancelled=cancelled), charges=[charge("shipping", "4.90")])

        assert 0 <= cups.left <= value_of(cups, lambda it: it.ordered)


def test_costs_stand_with_the_first_pieces_alone():
    lines = (line(1, "30.00", 3),)
    post = charge("shipping", "4.90")

    first = share_charges([post], lines, before={}, coming={1: 1}, unit=CENT)
    second = share_charges([post], lines, before={1: 1}, coming={1: 2}, unit=CENT)

    assert [amount for _charge, amount in first] == [Taxed(D("4.12"), D("0.78"), D("4.90"))]
    assert second == []


@given(amounts, pieces, st.data())
def test_what_is_left_of_each_line_comes_to_what_is_left_of_the_order(gross, count, data):
    cancelled = data.draw(st.integers(0, count))
    cups = order(line(1, str(gross), count, cancelled=cancelled), charges=[charge("shipping", "4.90")])

    parts = [amount.gross for _line, amount in list_left(cups)] + [amount.gross for _it, amount in share_left(cups)]

    assert sum(parts, D(0)) == cups.left


PRICES = st.decimals(min_value=0, max_value=100, places=2)
GOODS = st.dictionaries(st.integers(1, 3), st.lists(st.tuples(st.integers(1, 5), PRICES), max_size=3), max_size=3)
CONTENTS = st.builds(Agreed, GOODS, PRICES)


class TestWhatIsGivenAway:
    @given(CONTENTS)
    def test_is_nothing_where_nothing_changed(self, contents):
        assert given_away(contents, contents) == 0

    @given(CONTENTS, CONTENTS)
    def test_is_never_less_than_nothing_nor_more_than_was_agreed(self, agreed, now):
        worth = sum(pieces * each for lines in agreed.goods.values() for pieces, each in lines) + agreed.charges
        assert 0 <= given_away(agreed, now) <= worth

    @given(CONTENTS, CONTENTS, PRICES)
    def test_grows_by_no_line_that_is_added_or_costs_more(self, agreed, now, each):
        """Another article, however dear, makes nothing good."""
        more = Agreed({**now.goods, 9: [(1, each)]}, now.charges)
        assert given_away(agreed, more) == given_away(agreed, now)

    @given(CONTENTS, CONTENTS, st.booleans())
    def test_is_forgotten_by_nothing_that_is_agreed_anew(self, agreed, now, paid):
        """What was given away stays so, whoever pays the rest; and what is agreed the first time is what there is."""
        assert given_away(agree_anew(agreed, now, paid=paid), now) == given_away(agreed, now)
        assert agree_anew(None, now, paid=paid) == now

    @given(CONTENTS, CONTENTS)
    def test_of_what_was_paid_for_besides_counts_from_then_on(self, agreed, now):
        anew = agree_anew(agreed, now, paid=True)
        free = Agreed({sku: [(pieces, D(0)) for pieces, _each in lines] for sku, lines in now.goods.items()}, D(0))
        assert given_away(anew, free) >= given_away(agreed, free)

    @given(st.integers(1, 9), st.integers(1, 9), PRICES)
    def test_of_a_discount_goes_with_the_goods_that_are_left(self, count, left, off):
        left = min(left, count)
        agreed = Agreed({1: [(count, D(10))]}, -off)
        share, whole = Agreed({1: [(left, D(10))]}, -off * left / count), Agreed({1: [(left, D(10))]}, -off)

        assert given_away(agreed, share, unit=CENT) == 0
        assert abs(given_away(agreed, whole) - off * (count - left) / count) < CENT

    @given(CONTENTS, st.integers(1, 9), PRICES)
    def test_is_money_that_can_move(self, agreed, pieces, total):
        """A line of three pieces over 10.00 is three thirds."""
        now = Agreed({1: [(pieces, total / pieces)]}, D(0))
        for before, after in ((agreed, now), (now, agreed)):
            told = given_away(before, after, unit=CENT)
            assert told == told.quantize(CENT)
            assert abs(told - given_away(before, after)) <= CENT / 2

    @given(CONTENTS, CONTENTS)
    def test_of_goods_put_in_for_others_is_what_these_were_worth(self, before, now):
        """Nothing that was agreed counts less by it; what was only taken out is cancelled."""
        agreed = put_in(before, before=before, now=now)
        assert given_away(agreed, now) >= given_away(before, now)
        fewer = Agreed({sku: lines[1:] for sku, lines in before.goods.items()}, before.charges)
        assert put_in(before, before=before, now=fewer) == before

    @given(st.integers(1, 9), PRICES, st.integers(1, 9), PRICES)
    def test_of_a_swap_is_the_difference_and_goes_with_the_pieces(self, count, each, others, price):
        before, now = Agreed({1: [(count, each)]}, D(0)), Agreed({2: [(others, price)]}, D(0))
        agreed = put_in(before, before=before, now=now)

        assert given_away(agreed, now, unit=CENT) == max(D(0), count * each - others * price)
        back = put_in(agreed, before=now, now=before)
        if others * price <= count * each:
            assert given_away(back, before) == 0, "there and back again is nothing"
        cheaper = Agreed({1: [(count, each / 2)]}, D(0))
        assert given_away(put_in(agreed, before=now, now=cheaper), cheaper) >= given_away(before, cheaper)
        half = Agreed({2: [(others - 1, price)]} if others > 1 else {}, D(0))
        assert given_away(agreed, half) <= given_away(agreed, now), "what is cancelled of them costs nothing less"


class TestChargesThatAreLeft:
    @given(st.integers(1, 9), st.integers(0, 9))
    def test_of_a_discount_are_those_of_the_pieces_that_are_left(self, ordered, cancelled):
        cancelled = min(ordered, cancelled)
        goods = line(1, "90.00", ordered, cancelled=cancelled)
        order = OrderValue(1, "EUR", (goods,), (charge("discount", "-9.00"),))

        shared = share_left(order)

        assert order.charges_left == sum((amount.gross for _charge, amount in shared), D(0))
        assert abs(order.charges_left + D(9) * (ordered - cancelled) / ordered) <= D("0.01")


class TestCostsAsTheirBuyerSeesThem:
    @given(st.lists(st.tuples(st.sampled_from(["shipping", "discount"]), st.sampled_from([7, 19]), PRICES), max_size=8))
    def test_come_to_the_same_and_name_no_rate_twice(self, parts):
        charges = [(charge(kind, str(price), rate=str(rate)), price) for kind, rate, price in parts]

        joined = join_costs(charges)

        assert sum((it.gross for it in joined), D(0)) == sum((price for _, price in charges), D(0))
        assert all(len(set(it.rates)) == len(it.rates) for it in joined)
        assert sorted((it.kind, rate) for it in joined for rate in it.rates) == sorted(
            (it.kind, it.rate) for it, _ in charges
        )

    def test_are_one_where_the_rates_of_the_goods_tax_it_and_two_where_there_were_two(self):
        both = [(charge("shipping", "4.90", rate=str(rate)), D(gross)) for rate, gross in ((7, "0.79"), (19, "4.11"))]

        assert [(it.gross, it.rates) for it in join_costs(both)] == [(D("4.90"), [7, 19])]
        assert [it.gross for it in join_costs([both[1], both[1]])] == [D("4.11"), D("4.11")]
