"""Accounts at providers, and what is asked of them: a verb a file."""
