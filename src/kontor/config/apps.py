"""The wiring as a Django app: routes are installed when the program starts."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig

from kontor.kernel.egress import allow_inner
from kontor.platform.start.environment import read_setting


class KontorAdminConfig(AdminConfig):
    """Django's admin with Kontor's site."""

    default_site = "kontor.backoffice.site.KontorSite"


class WiringConfig(AppConfig):
    """Joins the table of listeners to the outbox."""

    name = "kontor.config"
    label = "wiring"

    def ready(self) -> None:
        """Install the routes and the REST address book once all apps are loaded."""
        import_module("kontor.flows.tasks")  # the jobs that join rooms; the worker must know them
        from kontor.flows.routes import ROUTES, UNHEARD  # noqa: PLC0415
        from kontor.platform.post.outbox import install_routes  # noqa: PLC0415

        install_routes(ROUTES, UNHEARD)
        from kontor.backoffice.sign_in.logins import connect_logins  # noqa: PLC0415
        from kontor.backoffice.words import ROOM_WORDS  # noqa: PLC0415

        connect_logins()
        for room, word in ROOM_WORDS.items():
            if apps.is_installed(f"kontor.{room}"):
                apps.get_app_config(room).verbose_name = word
        from kontor.config.finding import GridFinder  # noqa: PLC0415
        from kontor.rest.finding import install_finder  # noqa: PLC0415

        install_finder(GridFinder())
        allow_inner(read_setting("KONTOR_INNER_HOSTS").split(","))
