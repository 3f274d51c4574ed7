"""Who may what in the office: a table of every page and button and the right that opens it; one that stands in no table fails."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse
from lxml.html import fromstring

from builders import hear_news, person_named, walk_to_packed
from kontor.access.public import CAPABILITIES, GrantTooMuch, check_grant
from kontor.access.tables import Role, User
from kontor.channels.tables import Channel
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.inventory.tables import Balance
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry, BulkJob

pytestmark = pytest.mark.django_db(transaction=True)

# Page or button → the right that opens it; of addresses that hold several things, with the one that is asked for.
PAGES = {
    "orders:read": "order order_paper shipment_paper grid:orders grid_counts:orders grid_field:orders grid_export:orders"
    " grid_preview:orders",
    "orders:write": "order_enter order_enter_buyers order_enter_articles order_enter_line order_change",
    "customers:read": "customer grid:customers",
    "customers:write": "customer_new",
    "catalog:read": "article article_sku grid:articles",
    "catalog:write": "article_new",
    "fulfilment:read": "pick pick_list pack grid:shipments",
    "inventory:read": "stock grid:stock grid:moves",
    "channels:read": "channel_health grid:inbox grid:told grid:offers",
    "channels:write": "connect connect_one",
    "access:read": "keys person",
    "messaging:read": "webhooks webhook grid:mails",
    "payments:read": "bank vouchers refunds grid:payments",
    "payments:write": "connect_provider",
    "accounting:read": "payouts dunning margins books posting",
    "invoicing:read": "invoice received received_one grid:invoices",
    "platform:read": "waiting_count alarms waiting parts grid:failed grid:trail",
}
BUTTONS = {
    "orders:read": "grid_filter:orders",
    "orders:write": "order_enter_sum order_enter_place order_change_sum order_change_save grid_bulk:orders order_verb:hold"
    " order_verb:lift order_verb:release order_verb:recall order_verb:cancel order_verb:cancel-line order_verb:merge"
    " order_verb:unmerge order_verb:split order_verb:join order_verb:number order_verb:note order_verb:address"
    " order_verb:invoice-address order_verb:tags grid_edit:orders",
    "payments:write": "order_verb:payment order_verb:pay order_verb:refund order_verb:ask refund_decide bank_upload bank_settle"
    " vouchers_issue voucher_block refunds_sepa money_settle",
    "customers:write": "customer_enter customer_verb",
    "catalog:write": "article_enter article_verb",
    "fulfilment:write": "pick_start pick_scan pick_task pack_one pack_numbers hand_over",
    "inventory:write": "stock_book",
    "channels:write": "channel_upload channel_verb intent_retry intent_by_hand discrepancy_repair message_verb",
    "access:write": "key_make key_revoke person_help",
    "messaging:write": "webhook_enter webhook_verb",
    "accounting:write": "dunning_send dunning_stop books_export",
    "invoicing:write": "invoice_take_back received_take",
    "platform:write": "failed_retry alarm_readers alarm_quiet waiting_again:job",
}
# What opens to everybody who has logged in, and shows and does only what belongs to him; each has tests of its own.
OWN = frozenset(
    "colours file here bulk_jobs bulk_job bulk_progress bulk_press grid_keep grid_set grid_drop grid_print import_new"
    " grid_mail grid_mail_keep list_mails list_mail_drop"
    " import_upload import_file import_refused import_verb sign_in sign_in_locale sessions_end"
    " settings help socialaccount_login_cancelled password_change set_language mfa_download_recovery_codes".split()
)
ALSO = {"payments:write": ("orders:read",)}
FILLED = {
    "order_id": 1, "shipment_id": 1, "customer_id": 1, "sku_id": 1, "product_id": 1, "import_id": 1, "pick_list_id": 1,
    "task_id": 1, "fulfilment_order_id": 1, "channel_id": 1, "webhook_id": 1, "user_id": 1, "intent_id": 1, "discrepancy_id": 1,
    "message_id": 1, "set_aside_id": 1, "request_id": 1, "transaction_id": 1, "voucher_id": 1, "invoice_id": 1,
    "received_id": 1, "posting_id": 1, "alarm_id": 1, "row_id": 1, "key": 1, "id": 1, "kind": "confirmation", "verb": "x",
    "connector": "ebay", "provider": "stripe", "form": "csv", "column": "tags", "name": "orders", "sha256": "0" * 64,
    "subject": "order", "button": "stop", "parcel_id": 1, "view": 1,
}  # fmt: skip


# Lists of the admin ask for the right of their room, tested with the backend; an address of before leads to the grid.
_OF_A_LIST = re.compile(r"\w+_\w+_(changelist|add|change|delete|history)|orders_before")


def ours() -> dict[str, list[str]]:
    """Return the names of our own pages with what their addresses hold."""
    found: dict[str, list[str]] = {}
    todo = list(get_resolver().url_patterns)
    while todo:
        it = todo.pop()
        if hasattr(it, "url_patterns"):
            if not str(it.pattern).startswith("api/"):
                todo += it.url_patterns
        elif getattr(it.callback, "__module__", "").startswith("kontor.") and it.name:
            if not _OF_A_LIST.fullmatch(it.name):
                found[it.name] = list(it.pattern.converters)
    return found


def table() -> list[tuple[str, str, str]]:
    """Return each row: method, name, right."""
    return [
        (method, name, right)
        for method, told in (("get", PAGES), ("post", BUTTONS)) for right, names in told.items() for name in names.split()
    ]  # fmt: skip


def call(client, method: str, row: str):
    name, _sign, told = row.partition(":")
    known = ours()[name]
    place = {it: FILLED[it] for it in known}
    for it in ("name", "verb", "kind"):
        if told and it in place:
            place[it] = told
            break
    sent = {"verb": "hold", "id": "1"} if name == "grid_bulk" else {}
    return getattr(client, method)(reverse(f"admin:{name}", kwargs=place), sent)


def rows_of_the_house() -> dict[str, int]:
    return {
        it._meta.label: it.objects.count()
        for it in apps.get_models()
        if it._meta.managed and it._meta.label != "sessions.Session"
    }


class TestEveryPage:
    def test_stands_in_the_table(self):
        assert sorted({row.partition(":")[0] for _m, row, _r in table()} | OWN) == sorted(ours())

    def test_is_closed_to_whom_has_every_right_but_its_own_and_changes_nothing(self, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        people = {}
        for _method, _row, right in table():
            if right not in people:
                room = right.partition(":")[0]
                others = [it for it in CAPABILITIES if it.partition(":")[0] != room]
                others += [f"{room}:read"] if right.endswith(":write") else []
                people[right] = person_named(f"all but {right}", *others)
        before = rows_of_the_house()

        for method, row, right in table():
            answer = call(people[right], method, row)

            assert answer.status_code == 403 or _turned_away(answer), (method, row, answer.status_code)
        assert rows_of_the_house() == before

    def test_is_open_to_whom_has_its_right(self, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        rights = dict.fromkeys(right for _m, _row, right in table())
        # Money is moved from the page of an order.
        people = {right: person_named(right, right, *ALSO.get(right, ())) for right in rights}

        for method, row, right in table():
            answer = call(people[right], method, row)

            closed = answer.status_code in (403, 405) or answer.status_code >= 500 or _turned_away(answer)
            assert not closed, (method, row, answer.status_code)

    def test_asks_who_is_there(self, real_shop, client):
        for method, row, _right in table():
            answer = call(client, method, row)

            assert answer.status_code in (302, 403), (method, row, answer.status_code)
            assert answer.status_code == 403 or "login" in answer.headers["Location"]


class TestLimits:
    """A role that holds for one channel, location or company opens nothing of another's."""

    @pytest.fixture
    def elsewhere(self, real_shop):
        """A channel, a location and a company that nothing of the shop belongs to, with somebody who may everything there."""
        other = LegalEntity.objects.create(code="EL", name="Elsewhere GmbH", country="DE")
        channel = Channel.objects.create(code="else", name="Elsewhere", legal_entity=other)
        place = Location.objects.create(
            code="ELSE",
            name="Elsewhere",
            legal_entity=other,
            street="Weg 9",
            postal_code="10115",
            city="Berlin",
            country="DE",
        )
        rows = {"channels": [channel.id], "locations": [place.id], "legal_entities": [other.id]}
        return {kind: self.limited(kind, ids) for kind, ids in rows.items()}

    def limited(self, kind, ids):
        client = person_named(f"only {kind}", *CAPABILITIES)
        Role.objects.filter(name=f"only {kind}").update(**{kind: ids})
        return client

    def test_let_nobody_see_or_change_anything_of_another(self, real_shop, elsewhere):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        ship = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, ship)
        hear_news()
        before = rows_of_the_house() | {"platform.AuditEntry": 0}
        names = {order.number, ship.number, "Erika Muster"}

        for kind, client in elsewhere.items():
            for method, row, right in table():
                if right.startswith(("catalog:", "pricing:")):
                    continue
                answer = call(client, method, row)
                told = answer.content.decode(errors="replace") if not answer.streaming else ""
                shown = {name for name in names if name in told}
                # Customers and orders have no location until a part of them is somebody's to send.
                assert not shown, (kind, method, row, shown)
                assert answer.status_code < 500, (kind, method, row)
            assert order.number not in client.get(reverse("admin:index")).content.decode()
        # What is written is that somebody took his own, empty list home.
        assert rows_of_the_house() | {"platform.AuditEntry": 0} == before
        assert set(AuditEntry.objects.filter(by__startswith="user:only").values_list("verb", flat=True)) <= {
            "export_rows"
        }

    def test_open_what_is_his_own(self, real_shop, elsewhere):
        order = real_shop.place((1, "LAMP"))
        hear_news()
        mine = self.limited("channels", [order.channel_id])

        assert mine.get(reverse("admin:order", args=[order.id])).status_code == 200
        assert order.number in mine.get(reverse("admin:grid", args=["orders"])).content.decode()
        assert mine.get(reverse("admin:bank")).status_code == 403
        assert mine.get(reverse("admin:access_role_changelist")).status_code in (302, 403)

    def test_keep_a_location_to_its_own_parts_and_stock(self, real_shop):
        near = real_shop.place((1, "LAMP"))
        hear_news()
        place = FulfilmentOrder.objects.get(order=near).location_id
        other = Location.objects.exclude(id=place).order_by("id")[0]
        there, elsewhere = self.limited("locations", [place]), None
        assert near.number in there.get(reverse("admin:pick")).content.decode()
        assert near.number in there.get(reverse("admin:grid", args=["orders"])).content.decode()

        elsewhere = self.limited("locations", [other.id])
        assert near.number not in elsewhere.get(reverse("admin:pick")).content.decode()
        assert elsewhere.get(reverse("admin:order", args=[near.id])).status_code == 404
        sku = real_shop.skus["LAMP"]
        before = Balance.objects.get(sku=sku, location=place).on_hand
        sent = {"location": place, "quantity": "5", "form": "x"}
        elsewhere.post(reverse("admin:stock_book", args=[sku, "receive"]), sent)
        assert Balance.objects.get(sku=sku, location=place).on_hand == before

    def test_of_two_roles_add_up(self, real_shop, elsewhere):
        order = real_shop.place((1, "LAMP"))
        hear_news()
        reads = Role.objects.create(name="reads", capabilities=["orders:read"])
        User.objects.get(username="only channels").roles.add(reads)
        client = elsewhere["channels"]

        assert client.get(reverse("admin:order", args=[order.id])).status_code == 200
        held = client.post(reverse("admin:order_verb", args=[order.id, "hold"]), {"reason": "fraud"})
        assert held.status_code == 404
        chosen = {"verb": "hold", "id": str(order.id)}
        client.post(reverse("admin:grid_bulk", args=["orders"]), chosen)
        assert Order.objects.get(id=order.id).state != "HELD"
        assert not BulkJob.objects.exists()

    def test_are_given_to_nobody_by_whom_has_them(self, real_shop, elsewhere):
        person = User.objects.get(username="only channels")

        with pytest.raises(GrantTooMuch):
            check_grant(person, ["orders:read"])

    def test_leave_open_every_page_of_the_menu(self, real_shop, elsewhere):
        for client in elsewhere.values():
            page = fromstring(client.get(reverse("admin:index")).content)
            links = {it for it in page.xpath("//nav//a/@href") if it.startswith("/admin") or it.startswith("/")}

            assert links
            for link in links:
                assert client.get(link, follow=True).status_code == 200, link


def _turned_away(answer) -> bool:
    """Whether a button of a page that shows many kinds of things said that a role does not open it."""
    told = [str(it) for it in getattr(answer.wsgi_request, "_messages", ())]
    return any("öffnet diese Seite nicht" in it or "does not open this page" in it for it in told)
