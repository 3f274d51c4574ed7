"""Compiled translations are made when the program starts, from the .po files in the package."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("de", "en")


def compile_messages(home: Path) -> None:
    """Write KONTOR_HOME/locale/<language>/LC_MESSAGES/django.mo where it is missing or older than its source."""
    for language in LANGUAGES:
        with as_file(files("kontor") / "backoffice" / "locale" / f"{language}.po") as source:
            if not source.exists():
                continue
            target = home / "locale" / language / "LC_MESSAGES" / "django.mo"
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as po:
                catalog = read_po(po, locale=language)
            draft = target.with_suffix(f".{os.getpid()}")
            with draft.open("wb") as out:
                write_mo(out, catalog)
            draft.replace(target)
