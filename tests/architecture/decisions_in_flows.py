"""How many branches and calculations each flow has, and what they are about. A figure may only fall.

Counted are ``if`` in statements and expressions, and ``+ - * / //`` between values. A flow decides nothing about the trade: that
is a rule of a room. What is left stands here with its reason: what is there and what is not, which of several verbs is called,
sums.
"""

from __future__ import annotations

MOST = {
    "books/archive.py": (1, "a page of papers that is full has a next one"),
    "books/posting.py": (7, "day and texts of a posting; sums of what was looked at"),
    "bulk.py": (17, "what is tagged already; rows done, refused, failed; a job that there is not"),
    "invoicing/amount_due.py": (6, "orders with vouchers and without; what is left after them"),
    "invoicing/corrections.py": (10, "an invoice that is there and can be corrected; reversal or correction"),
    "invoicing/costs.py": (10, "what is known of a line's cost: as it left, today's price, the rate of its currency"),
    "invoicing/dunning.py": (6, "letters that cost something; reminded or not"),
    "invoicing/invoices.py": (10, "shipments of this news; orders invoiced before; where the goods left from"),
    "invoicing/papers.py": (5, "which paper is asked for"),
    "market/channel_updates.py": (7, "channels that are to be told; parcels that have left and have their number"),
    "market/connecting.py": (5, "the channel is there or is made; how long until it is asked again"),
    "market/offers.py": (12, "offers that changed; the moment since when"),
    "market/reconciliation.py": (17, "what one side has and the other has not; pages that end"),
    "money/bank.py": (18, "what is left of a transaction; certain matches and others"),
    "money/collecting.py": (15, "payments at a provider; what is left of an agreement; which way by hand"),
    "money/refunds.py": (1, "an order of one line names it"),
    "people/buyer_mails.py": (10, "lines that a mail is about; pieces of them"),
    "selling/amending.py": (15, "which line is which; what of the order goes on"),
    "selling/connector_messages.py": (11, "messages overtaken, unreadable, new, known"),
    "selling/following.py": (20, "what the channel says now against what it said: one branch a change"),
    "selling/imported_cancellations.py": (4, "cancellations known before, tied or untied"),
    "selling/intake.py": (10, "orders known, refused, new; the moment where none is told"),
    "selling/order_messages.py": (5, "messages by who fetched them"),
    "selling/payment.py": (3, "orders to be invoiced at once; VAT that differs"),
    "selling/price_lists.py": (4, "orders that ask for a price and others"),
    "selling/resolving.py": (14, "what of an order is unknown here, by name"),
    "selling/revising.py": (9, "lines that stay or are new; what is in the warehouse comes back first"),
    "selling/unpaid.py": (3, "a part that is full has a next one; paid meanwhile"),
    "selling/vat_ids.py": (7, "asked lately or not; in use or not"),
    "selling/vouchers.py": (7, "vouchers that an order names; what they still hold"),
    "tasks.py": (3, "a job whose work is gone"),
    "waiting.py": (8, "kinds of what waits"),
    "warehouse/allocation.py": (13, "a plan is taken where it is better; pieces of kits"),
    "warehouse/cancellation.py": (8, "pieces in nobody's hands first"),
    "warehouse/dispatch.py": (7, "boxes complete; weight and pieces of kits"),
    "warehouse/kits.py": (1, "pieces of its own lie somewhere"),
    "warehouse/merging.py": (6, "what leaves together already"),
    "warehouse/picking.py": (5, "a line done, short, or neither"),
}
