"""What every command needs before it can touch the database."""

from __future__ import annotations

import atexit
import os
import sys

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kontor.cli.progress import say
from kontor.platform.start.collector import calm_the_collector
from kontor.platform.start.embedded import EmbeddedDatabase
from kontor.platform.start.environment import SettingWrong, check_settings, home, read_setting
from kontor.platform.start.postgres_files import DatabaseUnusable

SETTINGS_MODULE = "kontor.config.settings"
# The key of the advisory lock under which tables are made.
_MIGRATING = 7_310_112


def load_settings() -> None:
    """Check the settings and name Django's, which are read when the first table is. Ends with 2 where one is wrong."""
    try:
        check_settings()
    except SettingWrong as wrong:
        say(f"[bold]Kontor cannot start:[/bold] {wrong}")
        sys.exit(2)
    os.umask(0o077)  # what is written in the house is nobody else's to read
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)


def open_house() -> EmbeddedDatabase | None:
    """Check the settings, start the embedded database where no DATABASE_URL is set, and load Django.

    Whoever uses the embedded database last stops it at exit. Ends with 2 where a setting is wrong.
    """
    load_settings()
    embedded = None
    if not read_setting("DATABASE_URL"):
        embedded = EmbeddedDatabase(home())
        try:
            os.environ["DATABASE_URL"] = embedded.start()
        except DatabaseUnusable as failure:
            say(f"[bold]Kontor cannot start:[/bold] {failure}")
            sys.exit(2)
        atexit.register(embedded.stop)
    django.setup()
    calm_the_collector()
    return embedded


def _find_lacking_migrations() -> list[str]:
    """Return the migrations that this version has and the database has not. Ends with 2 where the tables were made by migrations
    that this version does not have: by a newer one, or by one from before the first release, whose migrations began anew
    (decision 26).
    """
    loader = MigrationLoader(connection)
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("kontor.")}
    made, known = (
        {it for it in found if it[0] in rooms} for found in (loader.applied_migrations, loader.disk_migrations)
    )
    lost = sorted(f"{app}.{name}" for app, name in made - known)
    if lost:
        say(
            f"[bold]Kontor cannot start:[/bold] the database was made by another version ({lost[-1]} is unknown here). Start that"
            " version, or a newer one. A house from before the first release cannot be taken along: export what you want to keep"
            " with that version, then name an empty database in DATABASE_URL, or an empty folder in KONTOR_HOME."
        )
        sys.exit(2)
    return sorted(f"{app}.{name}" for app, name in known - made)


def migrate_house(*, verbosity: int = 0) -> None:
    """Bring the database up to date, however long a table takes. Ends with 2 where another version made it."""
    _find_lacking_migrations()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        # Of two that were started at once the second waits, and finds nothing left to be done.
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATING])
        if not cursor.fetchone()[0]:
            say("Somebody else brings this database up to date; waiting until that is done …")
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        cursor.execute("RESET lock_timeout")
    try:
        call_command("migrate", verbosity=verbosity)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
            cursor.execute("RESET statement_timeout")
    from kontor.pricing.public import seed_tax_rates  # noqa: PLC0415 - needs loaded apps

    # Without rates no order can be taken in; what a merchant entered himself stays.
    seed_tax_rates()


def _wait_while_migrated() -> None:
    """Wait for whoever is bringing the database up to date: a house that is just being started."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATING])
        if not cursor.fetchone()[0]:
            say("Somebody else brings this database up to date; waiting until that is done …")
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
            cursor.execute("RESET statement_timeout; RESET lock_timeout")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def open_furnished_house() -> None:
    """Open the house for a command that needs its tables: an embedded one that is new gets them, a server's waits for
    ``kontor migrate``. Ends with 2 where they are missing, or are those of another version.
    """
    embedded = open_house()
    if "legal_entities_legalentity" in connection.introspection.table_names():
        if _find_lacking_migrations():
            _wait_while_migrated()
        if lacking := _find_lacking_migrations():
            say(
                f"The database is of an older version ({lacking[0]} is not there yet). Stop Kontor, make a backup with that"
                " version, then run [bold]kontor migrate[/bold]; [bold]kontor run[/bold] does it by itself."
            )
            sys.exit(2)
        return
    if embedded is None:
        say("The database is empty. Run [bold]kontor migrate[/bold] first.")
        sys.exit(2)
    say("A new house: its tables are made first …")
    migrate_house()
