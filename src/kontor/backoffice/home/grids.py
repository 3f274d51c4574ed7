"""The grids of failed jobs, mails and the audit trail."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Figure, Moment, Text
from kontor.backoffice.parts.conditions import Op
from kontor.backoffice.parts.describing import choice_field, moment_field, number_field, text_field
from kontor.backoffice.parts.grid import BulkVerb, Column, Facts, Grid, View
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.shown import change_text, label_of, who_text
from kontor.backoffice.words import EVENT_WORDS, LOGIN_VERBS, MAIL_WORDS, SUBJECT_WORDS, VERB_WORDS
from kontor.flows.routes import ROUTES
from kontor.kernel.actor import ActorKind
from kontor.messaging.public import MessageState
from kontor.messaging.tables import Message
from kontor.platform.models import AuditEntry, SetAside

MOST_FOUND = 500
MAIL_TONES = {MessageState.SENT: GOOD, MessageState.FAILED: BAD, MessageState.KEPT: DIM, MessageState.QUEUED: WARN}

FAILED = Grid(
    name="failed", title=_("Failed jobs"), right="platform:read",
    rows=lambda: SetAside.objects.filter(closed_at=None).select_related("event"),
    columns=(
        Column("event", _("Event"), lambda it, facts: Text(
            EVENT_WORDS.get(it.event.name, it.event.name), it.listener,
            reverse("admin:order", args=[it.event.key]) if it.event.subject == "order" else ""), sort="id"),
        Column("reason", _("Reason"), lambda it, facts: Text(problem_text(it.reason))),
        Column("attempts", _("Attempts"), lambda it, facts: Figure(it.attempts), numeric=True),
        Column("at", _("At"), lambda it, facts: Moment(it.at)),
        Column("code", _("Error code"), lambda it, facts: Text(it.code), shown=False),
    ),
    fields=(
        choice_field("listener", _("Listener"), lambda: [(it.listener, it.listener) for it in ROUTES]),
        text_field("code", _("Error code"), ops=(Op.IS, Op.STARTS)),
        moment_field("at", _("At")),
        number_field("attempts", _("Attempts"), whole=True),
    ),
    views=(View("all", _("All"), "", "bad"), View("today", _("Today"), "at.today=")),
    bulk=(BulkVerb("again", _("Retry"), "platform:write"),), name_column="listener",
    empty=_("Nothing failed."),
)  # fmt: skip


def _mail_state(message: Message, facts: Facts) -> Badges:
    return Badges([Badge(label_of(message, "state"), MAIL_TONES.get(MessageState(message.state), ""))])


def _find_mails(term: str) -> set[int]:
    rows: Any = Message.objects.filter(recipient__iexact=term).order_by("-id").values_list("id", flat=True)
    return set(rows[:MOST_FOUND])


MAILS = Grid(
    name="mails", title=_("Mailbox"), right="messaging:read", rows=lambda: Message.objects.defer("body"),
    columns=(
        Column("subject", _("Subject"), lambda it, facts: Text(
            it.subject, link=reverse("admin:messaging_message_change", args=[it.pk])), sort="id"),
        Column("recipient", _("To"), lambda it, facts: Text(it.recipient)),
        Column("kind", _("Kind"), lambda it, facts: Text(MAIL_WORDS.get(it.kind, it.kind))),
        Column("state", _("State"), _mail_state),
        Column("problem", _("Problem"), lambda it, facts: Text(problem_text(it.problem))),
        Column("written_at", _("Written"), lambda it, facts: Moment(it.written_at)),
        # What is only kept here was never sent.
        Column("sent_at", _("Sent"), lambda it, facts: Moment(it.sent_at if it.state == MessageState.SENT else None)),
    ),
    fields=(
        choice_field("state", _("State"), lambda: MessageState.choices),
        choice_field("kind", _("Kind"), lambda: list(MAIL_WORDS.items())),
        choice_field("language", _("Language"), lambda: (("de", _("German")), ("en", _("English")))),
        text_field("recipient", _("To"), ops=(Op.IS, Op.STARTS)),
        moment_field("written_at", _("Written")),
        moment_field("sent_at", _("Sent")),
    ),
    views=(
        View("all", _("All"), ""), View("failed", _("Failed"), "state.is=failed", "bad"),
        View("waiting", _("Waits to be sent"), "state.in=queued,sending"),
    ),
    link=lambda it: reverse("admin:messaging_message_change", args=[it.pk]),
    bulk=(BulkVerb("again", _("Send again"), "messaging:write"),), name_column="recipient",
    search=_find_mails, search_help=_("E-mail"), empty=_("No mails yet. Buyers are written to when their orders move."),
)  # fmt: skip


def _by(op: Op, value: Any) -> Q:
    """Ask for what somebody did by his name as it is shown, or with what he is before it (``user:anna``)."""
    names = [str(value), *(f"{kind}:{value}" for kind in ActorKind)]
    if op is Op.IS:
        return Q(by__in=names)
    return reduce(or_, (Q(by__startswith=name) for name in names))


TRAIL = Grid(
    name="trail", title=_("Audit trail"), right="platform:read", rows=lambda: AuditEntry.objects.all(),
    columns=(
        Column("at", _("At"), lambda it, facts: Moment(it.at), sort="id"),
        Column("who", _("By"), lambda it, facts: Text(who_text(it.by))),
        Column("verb", _("Action"), lambda it, facts: Text(VERB_WORDS.get(it.verb, it.verb))),
        Column("subject", _("Subject"), lambda it, facts: Text(
            SUBJECT_WORDS.get(it.subject, it.subject), "",
            reverse("admin:order", args=[it.key]) if it.subject == "order" and it.key else "")),
        Column("key", _("Number"), lambda it, facts: Text(str(it.key)), shown=False),
        Column("change", _("Change"), lambda it, facts: Text(change_text(it.before, it.after))),
    ),
    fields=(
        choice_field("verb", _("Action"), lambda: list(VERB_WORDS.items())),
        choice_field("subject", _("Subject"), lambda: list(SUBJECT_WORDS.items())),
        number_field("key", _("Number"), whole=True),
        text_field("by", _("By"), _by, ops=(Op.IS, Op.STARTS)),
        moment_field("at", _("At")),
    ),
    views=(
        View("all", _("All"), ""), View("today", _("Today"), "at.today="),
        View("logins", _("Logins"), f"verb.in={','.join(LOGIN_VERBS)}"),
        View("rights", _("Rights"), "subject.in=user,role,api_key"),
    ),
    empty=_("Nothing was done yet."),
)  # fmt: skip
