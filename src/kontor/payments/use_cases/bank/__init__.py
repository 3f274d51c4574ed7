"""Statements of the bank and transfers to it: a verb a file."""
