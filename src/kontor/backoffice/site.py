"""Kontor's admin site: Unfold's, with the pages of the daily work added."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from unfold.sites import UnfoldAdminSite


class KontorSite(UnfoldAdminSite):
    """The back office."""

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what was refused on the page before, once. The colours come as a file: no page carries a style of its own."""
        session = getattr(request, "session", None)
        return super().each_context(request) | {
            "colors": None,
            "k_refused": session.pop("refused", None) if session is not None else None,
        }

    @method_decorator(cache_control(max_age=3600, public=True))
    def show_colours(self, request: HttpRequest) -> HttpResponse:
        """Return the palette as a style sheet, also to whom has not logged in: the login page has it too."""
        lines = [
            f"  --color-{name}-{weight}: {value};"
            for name, weights in self._get_colors("COLORS", request).items() for weight, value in weights.items()
        ]  # fmt: skip
        if radius := self._get_config("BORDER_RADIUS", request):
            lines.append(f"  --border-radius: {radius};")
        return HttpResponse(":root {\n" + "\n".join(lines) + "\n}\n", content_type="text/css")

    def get_urls(self) -> list[Any]:
        """Add our pages before the lists of the admin."""
        own = [*work_pages(), *money_pages()]
        colours = path("colours.css", self.show_colours, name="colours")
        wrapped = [colours] + [path(str(url.pattern), self.admin_view(url.callback), name=url.name) for url in own]
        return wrapped + list(super().get_urls())


def work_pages() -> list[Any]:
    """Return the pages of orders, warehouse and channels."""
    from kontor.backoffice.views import channels, connecting, order, papers, sorting, stock, waiting, warehouse  # noqa: PLC0415 - needs loaded apps

    return [
        path("order/<int:order_id>/", order.show_order, name="order"),
        path("order/<int:order_id>/paper/<slug:kind>/", papers.write_paper, name="order_paper"),
        path("order/<int:order_id>/paper/<slug:kind>/<int:shipment_id>/", papers.write_paper, name="shipment_paper"),
        path("order/<int:order_id>/<slug:verb>/", order.press_button, name="order_verb"),
        path("pick/", warehouse.pick_page, name="pick"),
        path("pick/start/", warehouse.start_round, name="pick_start"),
        path("pick/<int:pick_list_id>/", warehouse.pick_list_page, name="pick_list"),
        path("pick/<int:pick_list_id>/scan/", warehouse.scan_piece, name="pick_scan"),
        path("pick/task/<int:task_id>/", warehouse.pick_one, name="pick_task"),
        path("pack/", warehouse.pack_page, name="pack"),
        path("pack/<int:fulfilment_order_id>/", warehouse.pack_one, name="pack_one"),
        path("hand-over/", warehouse.hand_over, name="hand_over"),
        path("stock/<int:sku_id>/", stock.show_stock, name="stock"),
        path("stock/<int:sku_id>/<slug:verb>/", stock.book_stock, name="stock_book"),
        path("file/<str:sha256>/", papers.download, name="file"),
        path("channels/", channels.health_page, name="channel_health"),
        path("channels/connect/", connecting.choose_connector, name="connect"),
        path("channels/connect/<slug:connector>/", connecting.connect_page, name="connect_one"),
        path("channels/<int:channel_id>/upload/", channels.upload, name="channel_upload"),
        path("channels/<int:channel_id>/<slug:verb>/", channels.press, name="channel_verb"),
        path("told/<int:intent_id>/retry/", channels.retry_told, name="intent_retry"),
        path("told/<int:intent_id>/by-hand/", channels.did_by_hand, name="intent_by_hand"),
        path("difference/<int:difference_id>/repair/", channels.repair, name="difference_repair"),
        path("waiting/", waiting.show_waiting, name="waiting"),
        path("waiting/<slug:kind>/<int:row_id>/", waiting.try_again, name="waiting_again"),
        path("message/<int:message_id>/<slug:verb>/", sorting.settle_message, name="message_verb"),
        path("failed/<int:set_aside_id>/retry/", sorting.retry_failed, name="failed_retry"),
    ]


def money_pages() -> list[Any]:
    """Return the pages of money and books."""
    from kontor.backoffice.views import bank, books, dunning, margins, money, payouts, received, vouchers  # noqa: PLC0415 - needs loaded apps

    return [
        path("invoice/<int:invoice_id>/", books.show_invoice, name="invoice"),
        path("invoice/<int:invoice_id>/take-back/", books.take_back, name="invoice_take_back"),
        path("bank/", bank.show_bank, name="bank"),
        path("bank/upload/", bank.upload_statement, name="bank_upload"),
        path("bank/<int:transaction_id>/<slug:verb>/", bank.settle, name="bank_settle"),
        path("payouts/", payouts.show_payouts, name="payouts"),
        path("margins/", margins.show_margins, name="margins"),
        path("dunning/", dunning.show_dunning, name="dunning"),
        path("dunning/send/", dunning.send_dunning, name="dunning_send"),
        path("dunning/<int:order_id>/stop/", dunning.stop, name="dunning_stop"),
        path("received/", received.list_received, name="received"),
        path("received/take/", received.take_received, name="received_take"),
        path("received/<int:received_id>/", received.show_received, name="received_one"),
        path("vouchers/", vouchers.show_vouchers, name="vouchers"),
        path("vouchers/issue/", vouchers.issue, name="vouchers_issue"),
        path("vouchers/<int:voucher_id>/block/", vouchers.block, name="voucher_block"),
        path("refunds/", money.show_refunds, name="refunds"),
        path("refunds/sepa/", money.export_sepa, name="refunds_sepa"),
        path("refunds/<int:intent_id>/<slug:verb>/", money.settle_money, name="money_settle"),
        path("payment-accounts/<slug:provider>/", money.connect_provider_page, name="connect_provider"),
        path("books/", books.show_books, name="books"),
        path("books/posting/<int:posting_id>/", books.show_posting, name="posting"),
        path("books/export/", books.export, name="books_export"),
    ]
