"""Vouchers that buyers redeem: one of single purpose lowers what the goods cost, one of multi purpose pays for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.channels.ports import IncomingOrder
from kontor.channels.public import ChannelAccount
from kontor.kernel.money import ZERO
from kontor.payments.public import VoucherFacts, VoucherPurpose, VoucherRefused, VoucherUse, lock_vouchers, use_voucher
from kontor.pricing.public import ItemToPrice, PricedOrder


@dataclass(frozen=True, slots=True)
class VoucherPart:
    """What an order uses of one voucher."""

    voucher_id: int
    hint: str
    amount: Decimal
    tax_class: str = ""

    def use(self, order_id: int) -> VoucherUse:
        """Return it as it is written down."""
        return VoucherUse(self.voucher_id, order_id, self.amount)


class VoucherPlan:
    """The vouchers of a batch, locked. What one order uses the next one finds gone; what a refused order used comes back."""

    def __init__(self, incoming: Sequence[IncomingOrder]) -> None:
        codes = {voucher.code for order in incoming for voucher in order.vouchers}
        self._known: Mapping[str, VoucherFacts] = lock_vouchers(codes) if codes else {}
        self._open: list[VoucherPart] = []

    def lower(self, order: IncomingOrder, account: ChannelAccount, priced: PricedOrder, on: date) -> list[VoucherPart]:
        """Use the single-purpose vouchers of an order: each pays for goods of the VAT class that it was taxed with, less the
        discounts on them. ``priced``: the order without vouchers. Refuses: VoucherRefused.
        """
        if order.vouchers and not account.prices_gross:
            raise VoucherRefused("Vouchers are redeemed where prices have VAT in them.", why="net_prices")
        worth: dict[str, Decimal] = {}
        off = (part for charge in priced.charges for part in charge if part.amount.gross < 0)
        for item in (*priced.lines, *off):
            worth[item.tax_class] = worth.get(item.tax_class, ZERO) + item.amount.gross
        parts = []
        for asked in order.vouchers:
            facts = self._known.get(asked.code)
            if facts is not None and facts.purpose == VoucherPurpose.SINGLE:
                most = max(ZERO, worth.get(facts.tax_class, ZERO))
                parts.append(self._use(facts, asked.amount, most, account, on))
                worth[facts.tax_class] = most - parts[-1].amount
        return parts

    def pay(self, order: IncomingOrder, account: ChannelAccount, total: Decimal, on: date) -> list[VoucherPart]:
        """Use the multi-purpose vouchers of an order, up to what it comes to. Refuses: VoucherRefused."""
        parts = []
        for asked in order.vouchers:
            facts = self._known.get(asked.code)
            if facts is None or facts.purpose == VoucherPurpose.MULTI:
                parts.append(self._use(facts, asked.amount, total, account, on))
                total -= parts[-1].amount
        return parts

    def keep(self) -> None:
        """The order is in: what it used is used."""
        self._open.clear()

    def put_back(self) -> None:
        """The order was refused after all: the next one may use what it would have used."""
        by_id = {facts.voucher_id: facts for facts in self._known.values()}
        for part in self._open:
            by_id[part.voucher_id].left += part.amount
        self._open.clear()

    def _use(
        self, facts: VoucherFacts | None, wanted: Decimal | None, most: Decimal, account: ChannelAccount, on: date
    ) -> VoucherPart:
        if facts is not None and any(part.voucher_id == facts.voucher_id for part in self._open):
            raise VoucherRefused("The order names this voucher twice.", hint=facts.hint, why="twice")
        amount = use_voucher(
            facts, wanted=wanted, most=most, currency=account.currency, legal_entity_id=account.legal_entity_id, on=on
        )
        assert facts is not None  # an unknown one was refused
        self._open.append(VoucherPart(facts.voucher_id, facts.hint, amount, facts.tax_class))
        return self._open[-1]


def lowering_charges(parts: Sequence[VoucherPart]) -> list[ItemToPrice]:
    """Return single-purpose vouchers as charges: negative, in their own VAT class alone."""
    return [ItemToPrice(-part.amount, part.tax_class) for part in parts]
