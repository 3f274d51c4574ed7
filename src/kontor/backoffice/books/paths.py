"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.books import invoice, margins, postings, received

PATHS = [
    path("invoice/<int:invoice_id>/", invoice.show_invoice, name="invoice"),
    path("invoice/<int:invoice_id>/take-back/", invoice.take_back, name="invoice_take_back"),
    path("margins/", margins.show_margins, name="margins"),
    path("received/", received.list_received, name="received"),
    path("received/take/", received.take_received, name="received_take"),
    path("received/<int:received_id>/", received.show_received, name="received_one"),
    path("books/", postings.show_books, name="books"),
    path("books/posting/<int:posting_id>/", postings.show_posting, name="posting"),
    path("books/export/", postings.export, name="books_export"),
]
