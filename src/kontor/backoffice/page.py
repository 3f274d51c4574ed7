"""A page of the back office, in its frame."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Return a page of ours (``templates/backoffice/<template>.html``) with menu, search and what was refused before."""
    return render(request, f"backoffice/{template}.html", {**admin.site.each_context(request), **context})
