"""Stock: balances per SKU and location, append-only moves, reservations bound to a location, one availability.

The balance follows the ledger: a trigger adds every inserted move to its balance, and constraints keep
``0 <= reserved <= on_hand``. Who writes stock locks the balances first, in (SKU, location) order.
"""
