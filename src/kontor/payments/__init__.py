"""Money in and out: what an order owes, what was authorised, captured and refunded; when its payment is certain."""
