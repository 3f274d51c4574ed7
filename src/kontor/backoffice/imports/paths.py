"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.imports import buttons, pages

PATHS = [
    path("import/new/", pages.show_new, name="import_new"),
    path("import/upload/", buttons.upload, name="import_upload"),
    path("import/<int:import_id>/", pages.show_import, name="import_file"),
    path("import/<int:import_id>/refused.csv", buttons.send_refused, name="import_refused"),
    path("import/<int:import_id>/<slug:verb>/", buttons.press_import, name="import_verb"),
]
