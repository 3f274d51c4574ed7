"""Log in with name and password; rights come from roles, translated from Django's admin permissions. Whoever guesses waits."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from kontor.access.tables import User

# Wrong passwords from one address, whatever the names: more than people of one office mistype, far fewer than guessing needs.
MOST_WRONG_FROM_AN_ADDRESS = 30
COUNTED_FOR = timedelta(minutes=15)


class AddressGuard(BaseBackend):
    """Trying many names from one address leads no further than trying one; asked before any password is looked at. Of version 6 a
    line's addresses, which are as many as somebody likes, are one.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Turn away an address with too many wrong passwords of late. Raises PermissionDenied."""
        address = getattr(request, "axes_ip_address", None)
        if not address:
            return
        line = ip_network(address if "." in address else f"{address}/64", strict=False)
        wrong = AccessAttempt.objects.filter(
            ip_address__range=(str(line[0]), str(line[-1])), attempt_time__gte=request.axes_attempt_time - COUNTED_FOR
        ).aggregate(wrong=Sum("failures_since_start"))["wrong"]  # fmt: skip
        if (wrong or 0) >= MOST_WRONG_FROM_AN_ADDRESS:
            request.axes_locked_out, request.axes_credentials = True, credentials
            raise PermissionDenied


def name_tried(request: Any, credentials: Any = None) -> str:
    """Return the name that somebody tried, in the length that is kept of it."""
    told = (credentials or {}).get("username") or (request.POST.get("login", "") if request is not None else "")
    return str(told).replace("\x00", "")[:200]


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
