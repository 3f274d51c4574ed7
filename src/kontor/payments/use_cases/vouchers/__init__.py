"""Vouchers: issued, redeemed, refunded to: a verb a file."""
