"""`kontor add-owner`: whoever sets Kontor up gets a login."""

from __future__ import annotations

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kontor.access.public import NotAllowed, create_owner
from kontor.cli.progress import say
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock


def ask_for_owner(username: str, email: str) -> int:
    """Ask for the password and add the person; returns 2 where the password is weak or the name is taken."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(password)
        with transaction.atomic():
            create_owner(username=username, email=email, password=password, at=read_clock(), by=SYSTEM)
    except ValidationError as refused:
        say(" ".join(refused.messages))
        return 2
    except NotAllowed as refused:
        say(str(refused))
        return 2
    say(f"{username} can log in. Next: Legal entities, Locations, Sales channels.")
    return 0
