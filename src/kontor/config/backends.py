"""Log in with name and password; rights come from roles, translated from Django's admin permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from kontor.access.public import User


class CapabilityBackend(ModelBackend):
    """Answers Django's ``app.action_model`` with the capability ``app:read`` or ``app:write``."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a role grants the room; default is no."""
        room, _, action = perm.partition(".")
        right = "read" if action.startswith("view") else "write"
        return isinstance(user_obj, User) and user_obj.may(f"{room}:{right}")

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a person sees a room at all."""
        return isinstance(user_obj, User) and user_obj.may(f"{app_label}:read")
