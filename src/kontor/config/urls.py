"""Where things are found."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from kontor.rest.api import api

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("office/", admin.site.urls),
]
