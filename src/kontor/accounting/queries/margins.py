"""What is left of an order: revenue less goods, fees, shipping and what was given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.accounting.models import Posting, SourceKind
from kontor.accounting.rules import DEBTORS, MARGIN_TAXED, MarginPosted
from kontor.platform.sql.bulk import select_planned_as, select_rows

# Bookings of a channel that are fees on their own; fees within a sale stand in its column.
_FEE = "(fee|subscription|service|advert|non_sale_charge)"
_NO_FEE = "(payout|transfer|disbursement|withdrawal|reserve|hold)"

# In the order's currency: what goods and parcels cost in that of the books goes by the month's rate; without one an order is
# left out.
# Net throughout. Where the channel writes the invoices, what was shipped counts as it was agreed. The VAT in the margin of used
# goods stands in the books alone.
_CONTRIBUTION = """
WITH rates AS (
    SELECT o.id AS order_id, CASE WHEN o.currency = entity.currency THEN 1 ELSE month.per_euro END AS factor
      FROM orders_order o JOIN legal_entities_legalentity entity ON entity.id = o.legal_entity_id
      LEFT JOIN accounting_exchangerate month ON month.currency = o.currency AND entity.currency = 'EUR'
                AND month.month_on = date_trunc('month', o.ordered_at AT TIME ZONE entity.timezone)::date
     WHERE o.id = ANY(%(orders)s)
), papers AS (
    SELECT order_id, sum(net + rounding) AS net, sum(gross) AS gross
      FROM invoicing_invoice WHERE order_id = ANY(%(orders)s) GROUP BY order_id
), margin_tax AS (
    SELECT order_id, sum(CASE WHEN credit < 10000 THEN tax ELSE -tax END) AS tax
      FROM accounting_posting WHERE order_id = ANY(%(orders)s) AND tax_case = 'margin_taxed' GROUP BY order_id
), lines AS (
    SELECT order_id, sum(round(net * shipped / ordered, 2)) AS net, sum(round(gross * shipped / ordered, 2)) AS gross,
           sum(shipped) AS shipped
      FROM orders_orderline WHERE order_id = ANY(%(orders)s) GROUP BY order_id
), charges AS (
    SELECT order_id, sum(net) AS net, sum(gross) AS gross FROM orders_ordercharge
     WHERE order_id = ANY(%(orders)s) GROUP BY order_id
), vouchers AS (
    SELECT e.order_id, sum(CASE e.kind WHEN 'redeemed' THEN e.amount ELSE -e.amount END) AS paid
      FROM payments_voucherentry e JOIN payments_voucher v ON v.id = e.voucher_id AND v.purpose = 'multi'
     WHERE e.order_id = ANY(%(orders)s) GROUP BY e.order_id
), goods AS (
    SELECT line.order_id, sum(r.issued_cost) AS cost, sum(r.issued_uncosted) AS uncosted
      FROM orders_orderline line JOIN inventory_reservation r ON r.demand_id = line.id
     WHERE line.order_id = ANY(%(orders)s) GROUP BY line.order_id
), fees AS (
    SELECT o.id AS order_id, -sum(CASE WHEN lower(s.kind) ~ %(fee)s THEN s.amount ELSE s.fee END) AS sum
      FROM orders_order o JOIN channels_settlement s ON s.channel_id = o.channel_id AND s.external_order = o.external_id
     WHERE o.id = ANY(%(orders)s) AND lower(s.kind) !~ %(no_fee)s GROUP BY o.id
), provider_fees AS (
    SELECT pay.order_id, -sum(b.fee) AS sum FROM payments_providerbooking b JOIN payments_payment pay ON pay.id = b.payment_id
     WHERE pay.order_id = ANY(%(orders)s) GROUP BY pay.order_id
), parcels AS (
    SELECT parcel.order_id, sum(place.parcel_cost) AS cost
      FROM shipping_parcel parcel JOIN fulfilment_shipment shipment ON shipment.id = parcel.shipment_id
      JOIN fulfilment_fulfilmentorder part ON part.id = shipment.fulfilment_order_id
      JOIN locations_location place ON place.id = part.location_id
     WHERE parcel.order_id = ANY(%(orders)s) AND parcel.lead_id IS NULL GROUP BY parcel.order_id
)
SELECT o.id AS order_id, o.number, channel.name AS channel, o.currency,
       coalesce(papers.net - coalesce(margin_tax.tax, 0),
                CASE WHEN lines.shipped > 0 THEN lines.net + coalesce(charges.net, 0) ELSE 0 END, 0) AS revenue,
       round(coalesce(goods.cost, 0) * rates.factor, 2) AS goods, coalesce(goods.uncosted, 0)::int AS uncosted,
       coalesce(fees.sum, 0) + coalesce(provider_fees.sum, 0) AS fees,
       round(coalesce(parcels.cost, 0) * rates.factor, 2) AS shipping,
       -- What was paid for pieces that never left, or that papers took back, is no loss when it goes back.
       greatest(0, least(coalesce(pay.refunded, 0),
                         coalesce(papers.gross, lines.gross + coalesce(charges.gross, 0)) - coalesce(vouchers.paid, 0)
                         - coalesce(pay.captured - pay.refunded, 0))) AS given_back
  FROM orders_order o
  JOIN channels_channel channel ON channel.id = o.channel_id
  JOIN lines ON lines.order_id = o.id
  JOIN rates ON rates.order_id = o.id AND rates.factor IS NOT NULL
  LEFT JOIN papers ON papers.order_id = o.id
  LEFT JOIN margin_tax ON margin_tax.order_id = o.id
  LEFT JOIN charges ON charges.order_id = o.id
  LEFT JOIN vouchers ON vouchers.order_id = o.id
  LEFT JOIN goods ON goods.order_id = o.id
  LEFT JOIN fees ON fees.order_id = o.id
  LEFT JOIN provider_fees ON provider_fees.order_id = o.id
  LEFT JOIN parcels ON parcels.order_id = o.id
  LEFT JOIN payments_payment pay ON pay.order_id = o.id
 WHERE o.id = ANY(%(orders)s) AND (lines.shipped > 0 OR papers.order_id IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an order brought in and what of it is left. ``given_back`` is money given back of what its papers ask for;
    ``uncosted`` pieces left without a purchase price, so that the margin is too high by what they had cost.
    """

    order_id: int
    number: str
    channel: str
    currency: str
    revenue: Decimal
    goods: Decimal
    uncosted: int
    fees: Decimal
    shipping: Decimal
    given_back: Decimal

    @property
    def margin(self) -> Decimal:
        """Return what is left."""
        return self.revenue - self.goods - self.fees - self.shipping - self.given_back

    @property
    def percent(self) -> Decimal | None:
        """Return it as a share of the revenue; none without revenue."""
        return self.margin * 100 / self.revenue if self.revenue else None


def list_contributions(order_ids: Sequence[int]) -> list[Contribution]:
    """Return the contribution of each of the orders of which something left or was invoiced, the smallest first."""
    rows = select_planned_as(Contribution, _CONTRIBUTION, {"orders": list(order_ids), "fee": _FEE, "no_fee": _NO_FEE})
    return sorted(rows, key=lambda it: (it.margin, it.order_id))


def list_orders_shipped(since: datetime, until: datetime, most: int) -> list[int]:
    """Return the orders of which something left in a period, the latest first, so many at most."""
    rows = select_rows(
        "SELECT order_id FROM fulfilment_shipment WHERE dispatched_at >= %s AND dispatched_at < %s"
        " GROUP BY order_id ORDER BY max(dispatched_at) DESC, order_id DESC LIMIT %s",
        [since, until, most],
    )
    return [row[0] for row in rows]


def list_posted_margins(root_of: Mapping[int, int]) -> list[MarginPosted]:
    """Return what of margins is posted of these documents, each with the invoice that it belongs to."""
    rows = Posting.objects.filter(source_kind=SourceKind.PAPER, source_id__in=root_of, tax_case=MARGIN_TAXED)
    signed = [(row, 1 if row.credit not in DEBTORS else -1) for row in rows]
    return [MarginPosted(root_of[row.source_id], sign * row.amount, sign * row.tax) for row, sign in signed]
