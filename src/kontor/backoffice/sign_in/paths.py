"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.sign_in import pages, people

PATHS = [
    path("sign-in/", pages.show_sign_in, name="sign_in"),
    path("sign-in/locale/", pages.set_own_locale, name="sign_in_locale"),
    path("sign-in/sessions/", pages.end_own_sessions, name="sessions_end"),
    path("sign-in/of/<int:user_id>/", people.show_person, name="person"),
    path("sign-in/of/<int:user_id>/help/", people.help_person, name="person_help"),
]
