"""What no password of this house is, besides what Django refuses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kontor.access.public import is_worn


class NotWorn:
    """Refuses what a guesser tries first."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a worn password."""
        if is_worn(password, name=user.get_username() if user is not None else ""):
            raise ValidationError(
                _(
                    "Whoever guesses tries this first: a name, a common word or the same over and over. Take several words."
                ),
                code="password_worn",
            )

    def get_help_text(self) -> str:
        """Say what is refused."""
        return str(_("No name, no common word with figures behind it, nothing over and over; several words are good."))
