"""The grids of what goes between us and the channels: messages that came, messages that are told."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Figure, Moment, Text
from kontor.backoffice.parts.conditions import Choices, Kind, Op
from kontor.backoffice.parts.describing import choice_field, moment_field, named, number_field, text_field
from kontor.backoffice.parts.grid import BulkVerb, Column, Facts, Grid, View
from kontor.backoffice.parts.questions import on_column
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.shown import label_of, plain_number
from kontor.channels.public import IntentState, MessageState
from kontor.channels.tables import Channel, ChannelIntent, InboundMessage

MOST_FOUND = 500
MESSAGE_TONES = {MessageState.DONE: GOOD, MessageState.QUARANTINED: BAD, MessageState.DISCARDED: DIM}
INTENT_TONES = {
    IntentState.SUCCEEDED: GOOD, IntentState.FAILED: BAD, IntentState.UNKNOWN: WARN, IntentState.DROPPED: DIM,
}  # fmt: skip


def _channels() -> Choices:
    return [(code, name) for code, name in Channel.objects.order_by("name").values_list("code", "name")]


def _message_state(message: InboundMessage, facts: Facts) -> Badges:
    return Badges([Badge(label_of(message, "state"), MESSAGE_TONES.get(MessageState(message.state), ""))])


def _find_messages(term: str) -> set[int]:
    rows: Any = InboundMessage.objects.filter(channel__in=[code for code, _name in _channels()])
    told = rows.filter(external_id=term).values_list("id", flat=True)[:MOST_FOUND]
    return {*told, *rows.filter(subject=term).exclude(subject="").values_list("id", flat=True)[:MOST_FOUND]}


INBOX = Grid(
    name="inbox", title=_("Inbox and quarantine"), right="channels:read",
    rows=lambda: InboundMessage.objects.defer("body"),
    columns=(
        Column("external_id", _("Their number"), lambda it, facts: Text(
            plain_number(it.external_id), it.kind, reverse("admin:channels_inboundmessage_change", args=[it.pk])), sort="id"),
        Column("channel", _("Sales channel"), lambda it, facts: Text(it.channel)),
        Column("state", _("State"), _message_state),
        Column("problem", _("What is wrong"), lambda it, facts: Text(problem_text(it.problem))),
        Column("attempts", _("Attempts"), lambda it, facts: Figure(it.attempts), numeric=True, shown=False),
        Column("subject", _("Their order"), lambda it, facts: Text(plain_number(it.subject)), shown=False),
        Column("received_at", _("Received"), lambda it, facts: Moment(it.received_at)),
        Column("closed_at", _("Settled"), lambda it, facts: Moment(it.closed_at), shown=False),
    ),
    fields=(
        choice_field("state", _("State"), lambda: MessageState.choices),
        choice_field("channel", _("Sales channel"), _channels),
        text_field("code", _("Reason"), ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        text_field("problem", _("What is wrong"), ops=(Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        moment_field("received_at", _("Received")),
        number_field("attempts", _("Attempts"), whole=True),
    ),
    views=(
        View("all", _("All"), ""), View("quarantine", _("In quarantine"), "state.is=quarantined", "bad"),
        View("new", _("Not read yet"), "state.is=new", "warn"), View("discarded", _("Discarded"), "state.is=discarded"),
    ),
    link=lambda it: reverse("admin:channels_inboundmessage_change", args=[it.pk]),
    bulk=(BulkVerb("again", _("Read again"), "channels:write"),), name_column="external_id",
    search=_find_messages, search_help=_("Their number"),
    empty=_("No channel has sent anything yet."), empty_link=lambda: reverse("admin:channel_health"),
)  # fmt: skip


def _intent_state(intent: ChannelIntent, facts: Facts) -> Badges:
    return Badges([Badge(label_of(intent, "state"), INTENT_TONES.get(IntentState(intent.state), ""))])


def _find_told(term: str) -> set[int]:
    rows = ChannelIntent.objects.filter(external_order=term) | ChannelIntent.objects.filter(reference=term)
    return set(rows.values_list("id", flat=True)[:MOST_FOUND])


TOLD = Grid(
    name="told", title=_("Messages to channels"), right="channels:read",
    rows=lambda: ChannelIntent.objects.select_related("channel").defer("payload"),
    columns=(
        Column("order", _("Their order"), lambda it, facts: Text(
            plain_number(it.external_order), link=reverse("admin:order", args=[it.order_id]) if it.order_id else ""), sort="id"),
        Column("channel", _("Sales channel"), lambda it, facts: Text(it.channel.name)),
        Column("kind", _("Kind"), lambda it, facts: Text(label_of(it, "kind"))),
        Column("state", _("State"), _intent_state),
        Column("problem", _("What is wrong"), lambda it, facts: Text(problem_text(it.problem))),
        Column("attempts", _("Attempts"), lambda it, facts: Figure(it.attempts), numeric=True),
        Column("due_by", _("Due"), lambda it, facts: Moment(it.due_by)),
        Column("created_at", _("Created"), lambda it, facts: Moment(it.created_at)),
        Column("ended_at", _("Ended"), lambda it, facts: Moment(it.ended_at), shown=False),
    ),
    fields=(
        choice_field("state", _("State"), lambda: IntentState.choices),
        choice_field("channel", _("Sales channel"), lambda: named(Channel), on_column("channel_id", Kind.CHOICE)),
        text_field("kind", _("Kind"), ops=(Op.IS,)),
        moment_field("due_by", _("Due")),
        moment_field("created_at", _("Created")),
        number_field("attempts", _("Attempts"), whole=True),
    ),
    views=(
        View("all", _("All"), ""), View("failed", _("Failed"), "state.is=failed", "bad"),
        View("waiting", _("To be told"), "state.in=new,inflight,unknown"),
    ),
    bulk=(BulkVerb("again", _("Tell again"), "channels:write"),), name_column="external_order",
    search=_find_told, search_help=_("Their number"),
    empty=_("No channel had to be told anything yet."), empty_link=lambda: reverse("admin:channel_health"),
)  # fmt: skip
