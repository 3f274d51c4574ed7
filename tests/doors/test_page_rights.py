"""Who may what in the office: a table of every page and button and the right that opens it; one that stands in no table fails."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from builders import person_named
from kontor.access.public import CAPABILITIES

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
    "platform:read": "alarms waiting parts grid:failed grid:trail",
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
    "fulfilment:write": "pick_start pick_scan pick_task pack_one pack_number hand_over",
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
    " import_upload import_file import_refused import_verb sign_in sign_in_locale sessions_end"
    " socialaccount_login_cancelled password_change set_language mfa_download_recovery_codes".split()
)
ALSO = {"payments:write": ("orders:read",)}
FILLED = {
    "order_id": 1, "shipment_id": 1, "customer_id": 1, "sku_id": 1, "product_id": 1, "import_id": 1, "pick_list_id": 1,
    "task_id": 1, "fulfilment_order_id": 1, "channel_id": 1, "webhook_id": 1, "user_id": 1, "intent_id": 1, "discrepancy_id": 1,
    "message_id": 1, "set_aside_id": 1, "request_id": 1, "transaction_id": 1, "voucher_id": 1, "invoice_id": 1,
    "received_id": 1, "posting_id": 1, "alarm_id": 1, "row_id": 1, "key": 1, "id": 1, "kind": "confirmation", "verb": "x",
    "connector": "ebay", "provider": "stripe", "form": "csv", "column": "tags", "name": "orders", "sha256": "0" * 64,
    "subject": "order", "button": "stop", "parcel_id": 1,
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


def _turned_away(answer) -> bool:
    """Whether a button of a page that shows many kinds of things said that a role does not open it."""
    told = [str(it) for it in getattr(answer.wsgi_request, "_messages", ())]
    return any("öffnet diese Seite nicht" in it or "does not open this page" in it for it in told)
