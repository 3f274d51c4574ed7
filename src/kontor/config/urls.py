"""Where things are found."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from kontor.backoffice.sign_in.entrance import ENTRANCE
from kontor.backoffice.sign_in.language import switch_language
from kontor.rest.api import api

handler400 = "kontor.config.doors.bad_request"
handler403 = "kontor.config.doors.forbidden"
handler404 = "kontor.config.doors.not_found"
handler500 = "kontor.config.doors.failed"

urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=static("backoffice/kontor.svg"))),
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("i18n/setlang/", switch_language, name="set_language"),
    path("api/v1/", api.urls),
    # The way in is allauth's; its addresses stand before those of the admin, which has a login of its own.
    *ENTRANCE,
    path("office/", admin.site.urls),
]
