"""The books: postings derived from documents and payments, debtors, and what the tax adviser reads (DATEV)."""
