"""Strangers: one folder per marketplace, carrier or payment provider; they see ports and the kernel only."""
