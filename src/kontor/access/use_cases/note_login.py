"""Note a login."""

from __future__ import annotations

from datetime import datetime

from kontor.access.models import User
from kontor.kernel.actor import Actor
from kontor.kernel.text import UnusableText, clean_text
from kontor.platform.keep.audit import Change, record_changes

MOST_NAME, MOST_ADDRESS = 60, 45


def note_login(*, username: str, verb: str, address: str, at: datetime, by: Actor | None = None) -> None:
    """Who came in, who left, who was turned away and who was shut out stands in the audit trail, with the address he came from;
    so does what he proves himself with, and which of his sessions were ended.

    ``verb``: log_in, log_out, fail_login, shut_out, fail_factor, add_factor, drop_factor, make_codes, use_code,
    end_session. ``by``: who did it, where it was not the person himself.
    """
    try:
        name = clean_text(username[:1_000], 1_000)[:MOST_NAME]
    except UnusableText:
        name = "?"
    user_id = User.objects.filter(username=name).values_list("id", flat=True).first()
    record_changes(
        subject="user", verb=verb, changes=[Change(user_id or 0, None, {"name": name, "from": address[:MOST_ADDRESS]})],
        at=at, by=by or Actor("user", name or "?"),
    )  # fmt: skip
