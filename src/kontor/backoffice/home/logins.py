"""Logins, as Django and axes tell them, into the audit trail."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from kontor.access.public import note_login
from kontor.kernel.clock import read_clock


def connect_logins() -> None:
    """Listen to logins; called once at the start."""
    user_logged_in.connect(_logged_in, dispatch_uid="kontor.log_in")
    user_logged_out.connect(_logged_out, dispatch_uid="kontor.log_out")
    user_login_failed.connect(_failed, dispatch_uid="kontor.fail_login")
    user_locked_out.connect(_shut_out, dispatch_uid="kontor.shut_out")


def _address(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""


def _logged_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if request is not None and request.META.get("REMOTE_ADDR"):
        note_login(username=user.get_username(), verb="log_in", address=_address(request), at=read_clock())


def _logged_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        note_login(username=user.get_username(), verb="log_out", address=_address(request), at=read_clock())


def _failed(sender: Any, credentials: Any, request: Any = None, **_: Any) -> None:
    note_login(
        username=str(credentials.get("username") or ""), verb="fail_login", address=_address(request), at=read_clock()
    )


def _shut_out(sender: Any, request: Any = None, username: str | None = None, **_: Any) -> None:
    note_login(username=username or "", verb="shut_out", address=_address(request), at=read_clock())
