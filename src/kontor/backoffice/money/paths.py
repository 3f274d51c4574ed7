"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.money import bank, dunning, payouts, refunds, vouchers

PATHS = [
    path("refunds/request/<int:request_id>/<slug:verb>/", refunds.press_decision, name="refund_decide"),
    path("bank/", bank.show_bank, name="bank"),
    path("bank/upload/", bank.upload_statement, name="bank_upload"),
    path("bank/<int:transaction_id>/<slug:verb>/", bank.settle, name="bank_settle"),
    path("payouts/", payouts.show_payouts, name="payouts"),
    path("dunning/", dunning.show_dunning, name="dunning"),
    path("dunning/send/", dunning.send_dunning, name="dunning_send"),
    path("dunning/<int:order_id>/stop/", dunning.stop, name="dunning_stop"),
    path("vouchers/", vouchers.show_vouchers, name="vouchers"),
    path("vouchers/issue/", vouchers.issue, name="vouchers_issue"),
    path("vouchers/<int:voucher_id>/block/", vouchers.block, name="voucher_block"),
    path("refunds/", refunds.show_refunds, name="refunds"),
    path("refunds/sepa/", refunds.export_sepa, name="refunds_sepa"),
    path("refunds/<int:intent_id>/<slug:verb>/", refunds.settle_money, name="money_settle"),
    path("payment-accounts/<slug:provider>/", refunds.connect_provider_page, name="connect_provider"),
]
