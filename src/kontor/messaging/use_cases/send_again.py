"""Send a mail again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kontor.kernel.actor import Actor
from kontor.messaging.calls import call_mails
from kontor.messaging.errors import NoMailAddress, NoMailServer
from kontor.messaging.models import Message, MessageState
from kontor.messaging.rules import is_one_address
from kontor.platform.keep.audit import Change, record_changes


def send_again(*, message_id: int, address: str = "", at: datetime, by: Actor) -> bool:
    """A mail that failed, or was kept while no mail server was set, is sent because somebody says so; one that went to what is no
    mail address, to ``address``. Returns whether it was one of these. Refuses: NoMailServer, NoMailAddress. Locks: the mail.
    """
    waiting = Message.objects.select_for_update(no_key=True).filter(state__in=(MessageState.FAILED, MessageState.KEPT))
    failed = waiting.filter(id=message_id).first()
    if failed is None:
        return False
    if failed.state == MessageState.KEPT and not settings.KONTOR_SMTP_URL:
        raise NoMailServer
    recipient = failed.recipient if is_one_address(failed.recipient) else address
    if not is_one_address(recipient):
        raise NoMailAddress(to=recipient or failed.recipient)
    change = Change(message_id, {"recipient": failed.recipient}, {"recipient": recipient})
    failed.recipient, failed.state, failed.not_before, failed.sent_at = recipient, MessageState.QUEUED, None, None
    failed.save(update_fields=["recipient", "state", "not_before", "sent_at"])
    record_changes(subject="message", verb="send_again", changes=[change], at=at, by=by)
    call_mails([message_id])
    return True
