"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.home import alarms, dashboard, help, presence, settings, waiting

PATHS = [
    path("alarms/", alarms.show_alarms, name="alarms"),
    path("alarms/readers/", alarms.set_readers, name="alarm_readers"),
    path("alarms/<int:alarm_id>/quiet/", alarms.have_quiet, name="alarm_quiet"),
    path("help/<slug:document>/", help.show_help, name="help"),
    path("settings/", settings.show_settings, name="settings"),
    path("here/<slug:subject>/<int:key>/", presence.show_here, name="here"),
    path("waiting/count/", dashboard.show_waiting_count, name="waiting_count"),
    path("waiting/", waiting.show_waiting, name="waiting"),
    path("waiting/<slug:kind>/<int:row_id>/", waiting.try_again, name="waiting_again"),
]
