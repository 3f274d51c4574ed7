"""What every command needs before it can touch the database."""

from __future__ import annotations

import atexit
import os

import django

from kontor.platform.embedded import EmbeddedDatabase


def open_house(*, database: bool = True) -> EmbeddedDatabase | None:
    """Check the settings, start the embedded database where no DATABASE_URL is set, and load Django."""
    from kontor.config.environment import check_settings, home, read_setting  # noqa: PLC0415

    check_settings()
    embedded = None
    if database and not read_setting("DATABASE_URL"):
        embedded = EmbeddedDatabase(home())
        os.environ["DATABASE_URL"] = embedded.start()
        atexit.register(embedded.stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
    django.setup()
    return embedded
