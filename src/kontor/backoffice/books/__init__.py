"""Invoices, postings, margins, and invoices received."""
