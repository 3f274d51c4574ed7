"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.home import presence, waiting

PATHS = [
    path("here/<slug:subject>/<int:key>/", presence.show_here, name="here"),
    path("waiting/", waiting.show_waiting, name="waiting"),
    path("waiting/<slug:kind>/<int:row_id>/", waiting.try_again, name="waiting_again"),
]
