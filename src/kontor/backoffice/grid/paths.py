"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.grid import asking, beside, bulk, exporting, keeping, mailing, printing, show, showcase

PATHS = [
    path("grid/<slug:name>/", show.show_grid, name="grid"),
    path("grid/<slug:name>/counts/", asking.show_counts, name="grid_counts"),
    path("grid/<slug:name>/field/", asking.show_field, name="grid_field"),
    path("grid/<slug:name>/filter/", asking.add_condition, name="grid_filter"),
    path("grid/<slug:name>/keep/", keeping.keep, name="grid_keep"),
    path("grid/<slug:name>/set/", keeping.settle, name="grid_set"),
    path("grid/<slug:name>/drop/<int:key>/", keeping.drop, name="grid_drop"),
    path("grid/<slug:name>/bulk/", bulk.ask, name="grid_bulk"),
    path("grid/<slug:name>/print/", printing.print_papers, name="grid_print"),
    path("grid/<slug:name>/export/<slug:form>/", exporting.export_rows, name="grid_export"),
    path("grid/<slug:name>/preview/<int:key>/", beside.show_preview, name="grid_preview"),
    path("grid/<slug:name>/edit/<int:key>/<slug:column>/", beside.edit_cell, name="grid_edit"),
    path("grid/<slug:name>/mail/<int:view>/", mailing.show_list_mail, name="grid_mail"),
    path("grid/<slug:name>/mail/<int:view>/keep/", mailing.keep, name="grid_mail_keep"),
    path("lists-by-mail/", mailing.show_list_mails, name="list_mails"),
    path("lists-by-mail/<int:key>/drop/", mailing.drop, name="list_mail_drop"),
    path("parts/", showcase.show_parts, name="parts"),
    path("bulk/", bulk.show_jobs, name="bulk_jobs"),
    path("bulk/<int:key>/", bulk.show_job, name="bulk_job"),
    path("bulk/<int:key>/progress/", bulk.show_progress, name="bulk_progress"),
    path("bulk/<int:key>/<slug:button>/", bulk.press, name="bulk_press"),
]
