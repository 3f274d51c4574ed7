"""The grid: conditions, pages, views, columns, what opens beside a row; for everybody what he may see and no more."""

from __future__ import annotations

import itertools
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from lxml.html import fromstring

from builders import hear_news, person, person_named, walk_to_packed
from kontor.access.tables import GridSetting, SavedView, User
from kontor.backoffice.grid.registry import GRIDS
from kontor.backoffice.parts.asked import read_asked
from kontor.backoffice.parts.conditions import BARE, Condition, Kind, Op
from kontor.backoffice.parts.paging import count_rows, read_page
from kontor.customers.tables import Customer
from kontor.orders.public import hold_order, tag_order
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = GRIDS["orders"]
TYPED = {
    Kind.TEXT: "Hamburg",
    Kind.NUMBER: "10.50",
    Kind.MOMENT: "2026-11-26",
    Kind.DAY: "2026-11-26",
    Kind.YES_NO: "yes",
}

# Conditions, orders and places that mean nothing.
NONSENSE = [
            {"state.is": "GONE"}, {"gross.least": "NaN"}, {"gross.between": "1"}, {"placed_at.on": "9999-99-99"},
            {"placed_at.last_days": "99999999"}, {"channel.in": ","}, {"name.contains": "😀" * 500}, {"tag.is": " "},
            {"nothing.is": "x"}, {"state.between": "x"}, {"sort": "; DROP"}, {"after": "99999999999999999999"},
            {"before": "x~y"}, {"size": "9" * 400}, {"q": "%" * 300}, {"gross.least": "1e999999"}, {"gross.is": "9" * 60},
            {"number.contains": "\\"}, {"view": "<script>"}, {"sort": "gross", "after": "x~1"},
            {"sort": "ship_by", "after": "~1"}, {"gross.least": "1e-99999"}, {"sort": "gross", "after": "1e-99999~1"},
        ]  # fmt: skip


def numbers(client, **asked) -> list[str]:
    """What a grid shows for an address, row by row."""
    page = fromstring(client.get(reverse("admin:grid", args=["orders"]), {"view": "x", **asked}).content)
    return [link.text_content().strip() for link in page.xpath("//tr[@data-key]/td[2]//a")]


def a_value(field, op: Op) -> str:
    if op in BARE:
        return ""
    if op in (Op.LAST_DAYS, Op.NEXT_DAYS):
        return "7"
    offered = field.offered()
    one = str(offered[0][0]) if offered else "10" if field.whole else TYPED[field.kind]
    return f"{one}..{one}" if op is Op.BETWEEN else one


class TestConditions:
    def test_can_all_be_asked_with_every_operator(self, real_shop):
        order = real_shop.place((1, "LAMP"), (9, "VASE"))
        walk_to_packed(real_shop, order)

        for grid, field in [(it, field) for it in GRIDS.values() for field in it.fields]:
            if field.kind is Kind.CHOICE and not field.offered():
                continue
            for op in field.operators():
                condition = Condition(field, op, a_value(field, op))
                asked = read_asked(grid, urlencode({condition.key: condition.text}), lambda right: True)
                assert asked.conditions == (condition,), (grid.name, field.name, op)
                read_page(grid, asked)
                assert count_rows(grid, asked) >= 0

    def test_of_orders_are_more_than_forty(self):
        assert len(ORDERS.fields) >= 40

    def test_and_their_contrary_part_the_orders_in_two(self, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        walk_to_packed(real_shop, real_shop.place((1, "LAMP"), tags=["Geschenk"]))
        real_shop.place((9, "VASE"), payment="invoice")
        contraries = {Op.IS: Op.NOT, Op.EXISTS: Op.MISSING}

        for field, (op, contrary) in itertools.product(ORDERS.fields, contraries.items()):
            if contrary not in field.operators() or (field.kind is Kind.CHOICE and not field.offered()):
                continue
            both = [Condition(field, it, a_value(field, it)) for it in (op, contrary)]
            counts = [
                count_rows(ORDERS, read_asked(ORDERS, urlencode({it.key: it.text}), lambda right: True)) for it in both
            ]
            assert sum(counts) == 3, (field.name, counts)

    def test_narrow_by_what_happened_to_an_order(self, real_shop, at, by):
        held, plain = real_shop.place((1, "LAMP")), real_shop.place((1, "VASE"))
        with transaction.atomic():
            hold_order(order_id=held.id, reason="customer", note="Farbe?", at=at, by=by)
            tag_order(order_id=plain.id, tags=["Eilig"], at=at, by=by)
        hear_news()
        walk_to_packed(real_shop, plain)
        office = person("*")

        assert numbers(office, **{"hold.is": "customer"}) == [held.number]
        assert numbers(office, **{"tag.is": "Eilig"}) == [plain.number]
        assert numbers(office, **{"work.is": "hand_over"}) == [plain.number]
        assert numbers(office, **{"sku.is": "lamp"}) == [held.number]
        assert numbers(office, **{"state.in": "HELD,RELEASED", "sku.is": "VASE"}) == [plain.number]
        assert numbers(office, **{"gross.between": "0..0.01"}) == []

    def test_on_days_begin_and_end_where_the_reader_is(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        midnight = order.placed_at.replace(hour=23, minute=30)
        Order.objects.filter(id=order.id).update(placed_at=midnight)
        office, day = person("*"), midnight.astimezone().date()
        local = (midnight + timedelta(hours=1)).date()

        assert day is not None
        assert numbers(office, **{"placed_at.on": local.isoformat()}) == [order.number]
        assert numbers(office, **{"placed_at.on": midnight.date().isoformat()}) == []

    def test_that_nobody_understands_are_left_out_and_told(self, real_shop):
        real_shop.place((1, "LAMP"))
        office = person("*")

        answers = [office.get(reverse("admin:grid", args=["orders"]), asked) for asked in NONSENSE]

        assert [asked for asked, answer in zip(NONSENSE, answers, strict=True) if answer.status_code != 200] == []
        assert [it for it in answers if "<script>" in it.content.decode().split("k-grid")[1]] == []

    @pytest.mark.parametrize("asked", ["NEU-1", "-", "%", "4006381333931", "100001"])
    def test_that_find_nothing_say_so_in_every_grid(self, real_shop, asked):
        real_shop.place((1, "LAMP"))
        office = person("*")

        answers = {name: office.get(reverse("admin:grid", args=[name]), {"q": asked, "view": "x"}) for name in GRIDS}

        assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {}

    def test_that_are_not_known_or_not_open_are_told(self, real_shop):
        real_shop.place((1, "LAMP"))
        office = person("*")

        shown = office.get(reverse("admin:grid", args=["orders"]), {"stat.is": "HELD", "view": "x"}).content.decode()
        many = "&".join(f"number.starts={n}" for n in range(30))
        cut = office.get(reverse("admin:grid", args=["orders"]) + f"?{many}").content.decode()
        closed = person_named("leser", "catalog:read").get(
            reverse("admin:grid", args=["articles"]), {"cost.least": "1"}
        )
        half = office.get(reverse("admin:grid", args=["stock"]), {"on_hand.is": "0.5"}).content.decode()

        assert "stat.is" in shown
        assert "Mehr als 20 Bedingungen" in cut
        assert "cost.least" in closed.content.decode()
        assert "ganze Zahl" in half

    def test_are_typed_as_the_reader_writes_and_kept_plain_in_the_address(self, real_shop):
        real_shop.place((1, "LAMP"))
        office = person("*")
        office.cookies["django_language"] = "de"
        url = reverse("admin:grid_filter", args=["orders"])

        total = office.get(url, {"field": "gross", "op": "between", "value": ["1.000,50", "2.000"], "query": "q=x"})
        day = office.get(url, {"field": "placed_at", "op": "on", "value": "26.11.2026", "query": ""})
        wrong = office.get(url, {"field": "gross", "op": "least", "value": "viel", "query": "q=x"}, follow=True)

        assert total["Location"].endswith("?gross.between=1000.50..2000&q=x")
        assert day["Location"].endswith("?placed_at.on=2026-11-26")
        assert "Geben Sie eine Zahl ein." in wrong.content.decode()
        assert "1.000,50 – 2.000,00" in office.get(total["Location"]).content.decode()


class TestPages:
    def orders(self, real_shop, count: int) -> list[Order]:
        return [real_shop.place((1, "LAMP"), payment="prepayment") for _ in range(count)]

    @pytest.mark.parametrize("sort", ["-id", "id", "gross", "-gross", "ship_by", "-ship_by", "placed_at", "-placed_at"])
    def test_show_every_row_once_there_and_back(self, real_shop, monkeypatch, sort):
        orders = self.orders(real_shop, 7)
        Order.objects.filter(id__in=[orders[1].id, orders[4].id]).update(ship_by=None)
        Order.objects.filter(id=orders[2].id).update(ship_by=orders[3].placed_at)
        monkeypatch.setattr("kontor.backoffice.parts.asked.SIZES", (3, 100))

        seen, places, after = [], [], ""
        while True:
            page = read_page(ORDERS, read_asked(ORDERS, urlencode({"sort": sort, "size": 3, "after": after}), bool))
            seen.append([it.id for it in page.rows])
            places.append(page.before)
            after = page.after
            if not after:
                break
        back = read_page(ORDERS, read_asked(ORDERS, urlencode({"sort": sort, "size": 3, "before": places[-1]}), bool))

        assert sorted(itertools.chain(*seen)) == sorted(it.id for it in orders)
        assert [it.id for it in back.rows] == seen[-2]
        assert places[0] == ""

    def test_of_a_rare_condition_find_rows_however_far_back_they_lie(self, real_shop, monkeypatch):
        monkeypatch.setattr("kontor.backoffice.parts.paging.WINDOW", 2)
        rare = real_shop.place((1, "VASE"))
        self.orders(real_shop, 6)

        assert numbers(person("*"), **{"sku.is": "VASE"}) == [rare.number]

    def test_cost_no_more_questions_than_thirty(self, real_shop, django_assert_max_num_queries):
        for order in self.orders(real_shop, 4):
            walk_to_packed(real_shop, order) if order.secured_at else None
        office = person("*")
        columns = [it.name for it in ORDERS.columns]
        office.post(reverse("admin:grid_set", args=["orders"]), {"columns": "1", "column": columns})

        with django_assert_max_num_queries(30):
            assert office.get(reverse("admin:grid", args=["orders"])).status_code == 200


class TestViews:
    def test_are_kept_shared_and_dropped_by_whom_they_belong_to(self, real_shop):
        real_shop.place((1, "LAMP"))
        office = person("*")
        keep = reverse("admin:grid_keep", args=["orders"])

        office.post(keep, {"name": "Geschenke", "query": "tag.is=Geschenk&q=x", "shared": "1"})
        office.post(keep, {"name": "Eigene", "query": "state.is=HELD"})
        office.post(keep, {"name": "Eigene", "query": "state.is=PLACED"})

        assert dict(SavedView.objects.values_list("name", "query")) == {
            "Geschenke": "tag.is=Geschenk&q=x", "Eigene": "state.is=PLACED",
        }  # fmt: skip
        shared = SavedView.objects.get(name="Geschenke")
        User.objects.filter(username="anna").update(username="bea")
        other = person_named("anna", "orders:write")
        shown = other.get(reverse("admin:grid", args=["orders"])).content.decode()
        assert ("Geschenke" in shown, "Eigene" in shown) == (True, False)
        other.post(reverse("admin:grid_drop", args=["orders", shared.id]))
        assert SavedView.objects.filter(id=shared.id).exists()
        office.post(reverse("admin:grid_drop", args=["orders", shared.id]))
        assert not SavedView.objects.filter(id=shared.id).exists()
        assert AuditEntry.objects.filter(subject="view").count() == 4

    def test_of_ones_choice_open_the_grid(self, real_shop):
        held, _plain = real_shop.place((1, "LAMP")), real_shop.place((1, "LAMP"))
        Order.objects.filter(id=held.id).update(state="HELD")
        office, url = person("*"), reverse("admin:grid", args=["orders"])

        office.post(reverse("admin:grid_set", args=["orders"]), {"home": "check"})

        assert office.get(url)["Location"].endswith("?state.in=HELD&view=check")
        assert office.get(url, {"view": "all"}).status_code == 200

    def test_carry_a_number_that_follows_what_happens(self, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        office, url = person("*"), reverse("admin:grid_counts", args=["orders"])

        page = fromstring(office.get(url).content)

        assert page.xpath("//*[@id='k-count-all']/text()") == ["1"]
        assert page.xpath("//*[@id='k-count-pay']/text()") == ["1"]
        assert page.xpath("//*[@id='k-count-check']/text()") == ["0"]

    def test_are_shared_by_whom_may_change_what_they_list_and_removed_by_who_looks_after_people(self, real_shop):
        reader = person_named("leser", "orders:read")
        reader.post(reverse("admin:grid_keep", args=["orders"]), {"name": "Alle sehen", "query": "", "shared": "1"})
        assert SavedView.objects.get().shared is False
        SavedView.objects.update(shared=True)
        gone, kept = SavedView.objects.get().id, reverse("admin:grid", args=["orders"])

        User.objects.filter(username="leser").update(is_active=False)
        office = person("*")
        assert "Alle sehen" not in office.get(kept, {"view": "all"}).content.decode()
        User.objects.filter(username="leser").update(is_active=True)
        office.post(reverse("admin:grid_drop", args=["orders", gone]))

        assert SavedView.objects.count() == 0

    def test_longer_than_one_can_be_are_refused_and_never_cut(self, real_shop):
        office, query = person("*"), "&".join(f"city.contains={'x' * 190}{n}" for n in range(12))

        said = office.post(reverse("admin:grid_keep", args=["orders"]), {"name": "Lang", "query": query}, follow=True)

        assert "mehr Bedingungen, als eine Ansicht fasst" in said.content.decode()
        assert SavedView.objects.count() == 0

    def test_need_a_name_and_take_any(self, real_shop):
        office, keep = person("*"), reverse("admin:grid_keep", args=["orders"])

        refused = office.post(keep, {"name": "  ", "query": ""}, follow=True).content.decode()
        office.post(keep, {"name": "<img src=x onerror=alert(1)>", "query": ""})
        shown = office.get(reverse("admin:grid", args=["orders"])).content.decode()

        assert "Eine Ansicht braucht einen Namen" in refused
        assert ("<img src=x" in shown, "&lt;img src=x" in shown) == (False, True)


class TestColumns:
    def test_are_ones_own_in_ones_own_order(self, real_shop):
        real_shop.place((1, "LAMP"))
        office, url = person("*"), reverse("admin:grid_set", args=["orders"])

        office.post(url, {"columns": "1", "column": ["total", "number", "nothing"], "dense": "1"})
        office.post(url, {"width_of": "total", "width": "99999"})
        page = fromstring(office.get(reverse("admin:grid", args=["orders"])).content)

        assert page.xpath("//th/@data-column") == ["total", "number"]
        assert page.xpath("//th[@data-column='total']/@data-width") == ["800"]
        assert (GridSetting.objects.get().dense, GridSetting.objects.get().columns) == (True, ["total", "number"])

    def test_with_purchase_prices_are_for_whom_they_are_open(self, real_shop):
        url = reverse("admin:grid", args=["articles"])

        shown = fromstring(person("catalog:read").get(url, {"cost.least": "0"}).content)

        assert "cost" not in shown.xpath("//th/@data-column")
        assert "cost" not in shown.xpath("//option/@value")
        assert shown.xpath("//*[contains(@class, 'k-chip')]") == []


class TestBesideARow:
    def test_stands_what_it_is_in_short(self, real_shop):
        order = real_shop.place((1, "LAMP"))

        shown = person("orders:read").get(reverse("admin:grid_preview", args=["orders", order.id])).content.decode()

        assert (order.number in shown, "LAMP" in shown, "20,00" in shown or "10,00" in shown) == (True, True, True)

    def test_tags_are_changed_in_place_and_refusals_said_there(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        office, url = person("*"), reverse("admin:grid_edit", args=["orders", order.id, "tags"])

        form = office.get(url).content.decode()
        kept = office.post(url, {"value": "Eilig, Geschenk, Eilig"}).content.decode()
        refused = office.post(url, {"value": ",".join(str(n) for n in range(60))}).content.decode()

        assert 'name="value"' in form
        assert ("Eilig" in kept, Order.objects.get(id=order.id).tags) == (True, ["Eilig", "Geschenk"])
        assert "k-wrong" in refused
        reader = person_named("leser", "orders:read")
        assert reader.post(url, {"value": "X"}).status_code == 403
        assert reader.get(reverse("admin:grid_edit", args=["orders", order.id, "total"])).status_code == 404


class TestRights:
    def test_open_a_grid_and_all_that_belongs_to_it(self, real_shop):
        real_shop.place((1, "LAMP"))
        other = person_named("fremd", "locations:read")

        for name, grid in GRIDS.items():
            mine = person_named(grid.right.replace(":", "-"), grid.right)
            for page in ("grid", "grid_counts"):
                assert mine.get(reverse(f"admin:{page}", args=[name])).status_code == 200, name
                assert other.get(reverse(f"admin:{page}", args=[name])).status_code == 403, name
            assert other.post(reverse("admin:grid_keep", args=[name]), {"name": "x"}).status_code == 403, name
            assert other.post(reverse("admin:grid_set", args=[name]), {"home": "x"}).status_code == 403, name
            assert other.get(reverse("admin:grid_preview", args=[name, 1])).status_code == 403, name
        assert SavedView.objects.count() == 0

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_every_grid_opens_in_both_languages_filled_and_empty(self, real_shop, language):
        office = person("*")
        office.cookies["django_language"] = language
        addresses = [reverse("admin:grid", args=[name]) for name in GRIDS]

        with translation.override(language):
            empty = {url: office.get(url, {"view": "all"}).status_code for url in addresses}
            walk_to_packed(real_shop, real_shop.place((1, "LAMP"), (9, "VASE")))
            filled = {url: office.get(url, {"view": "all"}).status_code for url in addresses}

        assert set(empty.values()) | set(filled.values()) == {200}


class TestACustomer:
    def test_is_found_by_phone_and_postal_code(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        Customer.objects.filter(id=order.customer_id).update(phone="+49 (40) 123 45 67")
        office = person("*")
        found = []
        for term in ("0401234567", "040/123 45 67", order.address.postal_code, "9999999"):
            page = fromstring(office.get(reverse("admin:grid", args=["customers"]), {"q": term}).content)
            found.append(len(page.xpath("//tr[@data-key]")))

        assert found == [1, 1, 1, 0]
