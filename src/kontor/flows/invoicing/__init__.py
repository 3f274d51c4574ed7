"""Invoices, what takes them back, and what is claimed by letter."""
