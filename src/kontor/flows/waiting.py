"""What waits for somebody, whatever it is: on one page, with its cause and with what sets it going again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from kontor.access.public import list_list_mails
from kontor.channels.public import (
    IntentState,
    call_tell,
    get_channel_of_intent,
    list_failing_connections,
    list_strict_channels,
    list_stuck_intents,
    list_stuck_messages,
    list_stuck_offers,
    retry_intent,
)
from kontor.flows.money.waiting import list_money_waiting
from kontor.flows.people.buyer_mails import mail_again
from kontor.flows.selling.order_messages import replay_messages
from kontor.flows.waiting_rows import MOST, TIRED, Waiting
from kontor.fulfilment.public import list_cancelled_boxes, list_unnumbered
from kontor.invoicing.public import call_papers, list_paper_failures
from kontor.kernel.actor import Actor
from kontor.messaging.public import list_stuck_mails
from kontor.orders.public import list_holds, list_left_at_desk, release_orders
from kontor.payments.public import settle_voucher
from kontor.platform.keep.safety import list_safety_faults
from kontor.platform.post.deliveries import SetAsideRow, list_set_aside, retry_set_aside
from kontor.platform.post.jobs import list_stuck_jobs, run_again
from kontor.shipping.public import HOUSE_CARRIER, book_again, list_failed_labels

# What a mail or a message may take before anybody asks.
PATIENCE = timedelta(minutes=15)
# So many failures of a connection in a row are no hiccup.
FAILURES_SEEN = 3
# A labelled box of a cancelled order is looked for among the outgoing ones so long.
PULLED_BY = timedelta(days=2)


# What setting a kind going asks for; everything else is the house's own.
_RIGHTS = {
    "message": "channels:write", "told": "channels:write", "offer": "channels:write", "mail": "messaging:write",
    "paper": "invoicing:write", "desk": "orders:write", "label": "shipping:write", "money": "payments:write",
    "voucher": "payments:write",
}  # fmt: skip


def list_waiting(at: datetime) -> list[Waiting]:
    """Return everything that waits for somebody, kind by kind, the newest first."""
    return [it for source in _SOURCES for it in source(at)]


def count_waiting(at: datetime) -> int:
    """Return how much waits, for the dashboard; counts no further than anybody reads."""
    return len(list_waiting(at))


def right_to_set_going(kind: str) -> str:
    """Return the capability without which nobody sets a kind going."""
    return _RIGHTS.get(kind, "platform:write")


def set_going(*, kind: str, id_: int, at: datetime, by: Actor) -> bool:
    """Something that waits is tried again, because somebody says so; True if it was waiting. Refuses: as its verb does."""
    work = _AGAIN.get(kind)
    return work(id_, at, by) if work else False


def _news(at: datetime) -> list[Waiting]:
    return [
        Waiting("news", it.id, f"{it.listener}: {it.event}", it.at, it.reason, _order_of(it))
        for it in list_set_aside(most=MOST)
    ]


def _order_of(kept: SetAsideRow) -> int | None:
    return kept.key if kept.subject == "order" else kept.payload.get("order_id")


def _jobs(at: datetime) -> list[Waiting]:
    return [
        Waiting("job", it.id, it.task.removeprefix("kontor."), it.since, it.state, again=it.state == "failed")
        for it in list_stuck_jobs(at, most=MOST)
    ]


def _papers(at: datetime) -> list[Waiting]:
    return [
        Waiting("paper", it.invoice_id, it.number, it.issued_at, it.problem, it.order_id)
        for it in list_paper_failures(at)
    ]


def _mails(at: datetime) -> list[Waiting]:
    return [
        Waiting("mail", it.id, f"{it.recipient}: {it.subject}", it.written_at, it.problem, it.order_id, it.has_failed)
        for it in list_stuck_mails(before=at - PATIENCE, most=MOST)
    ]


def _lists(at: datetime) -> list[Waiting]:
    return [
        Waiting("list", it.id, it.view, it.next_at, it.problem, again=False) for it in list_list_mails(troubled=True)
    ]


def _labels(at: datetime) -> list[Waiting]:
    return [
        Waiting("label", it.id, it.carrier, it.asked_at, it.problem, it.order_id)
        for it in list_failed_labels(most=MOST)
    ]


def _numbers(at: datetime) -> list[Waiting]:
    """Parcels for marketplaces that left with a number that no carrier gave."""
    rows = list_unnumbered(carrier=HOUSE_CARRIER, channels=list_strict_channels(), most=MOST)
    return [
        Waiting("number", it.parcel_id, it.order_number, it.left_at, "unnumbered", it.order_id, again=False)
        for it in rows
    ]


def _told(at: datetime) -> list[Waiting]:
    return [
        Waiting(
            "told", it.id, f"{it.channel}: {it.external_order}", it.created_at, it.problem, it.order_id,
            again=it.state == IntentState.FAILED,
        )
        for it in list_stuck_intents(tries=TIRED, most=MOST)
    ]  # fmt: skip


def _inbox(at: datetime) -> list[Waiting]:
    return [
        Waiting("message", it.id, f"{it.channel}: {it.external_id}", it.received_at, it.problem or it.code)
        for it in list_stuck_messages(before=at - PATIENCE, most=MOST)
    ]


def _offers(at: datetime) -> list[Waiting]:
    return [
        Waiting(
            "offer",
            it.id,
            f"{it.channel}: {it.channel_sku}",
            it.published_at,
            it.problem or it.price_problem or "price_unheard",
            again=False,
        )
        for it in list_stuck_offers(before=at - PATIENCE, most=MOST)
    ]


def _held(at: datetime) -> list[Waiting]:
    """Orders that somebody or something stopped: they leave once somebody has looked."""
    return [
        Waiting("held", it.id, it.name, it.placed_at, it.note or "held", it.order_id, again=False)
        for it in list_holds(most=MOST)
    ]


def _at_desk(at: datetime) -> list[Waiting]:
    """Orders that are paid and that nothing stops, and that nobody sent to the warehouse: called back, and forgotten."""
    return [
        Waiting("desk", it.id, "", it.since, "desk", it.id) for it in list_left_at_desk(before=at - PATIENCE, most=MOST)
    ]


def _to_pull(at: datetime) -> list[Waiting]:
    """Boxes that stand labelled with the outgoing parcels, though their order was cancelled."""
    return [
        Waiting("pull", it.id, it.order_number, it.packed_at, "pull", it.order_id, again=False)
        for it in list_cancelled_boxes(since=at - PULLED_BY, most=MOST)
    ]


def _safety(at: datetime) -> list[Waiting]:
    return [Waiting("backup", 0, it.name, it.since, it.cause, again=False) for it in list_safety_faults(at)]


def _connections(at: datetime) -> list[Waiting]:
    rows = list_failing_connections(failures=FAILURES_SEEN)
    return [Waiting("connection", it.id, it.channel, None, it.problem, again=False) for it in rows]


_SOURCES: Sequence[Callable[[datetime], list[Waiting]]] = (
    _safety, _connections, _held, _at_desk, _to_pull, _news, _jobs, _inbox, _told, _numbers, _offers, list_money_waiting,
    _labels, _papers, _mails, _lists,
)  # fmt: skip


def _read_again(id_: int, at: datetime, by: Actor) -> bool:
    return replay_messages(message_ids=[id_], at=at, by=by).get(id_) == ""


def _tell_again(id_: int, at: datetime, by: Actor) -> bool:
    if not retry_intent(intent_id=id_, at=at, by=by):
        return False
    call_tell(get_channel_of_intent(id_))
    return True


def _release_again(id_: int, at: datetime, by: Actor) -> bool:
    release_orders(order_ids=[id_], at=at, by=by)
    return True


def _write_again(id_: int, at: datetime, by: Actor) -> bool:
    call_papers([id_])
    return True


_AGAIN: dict[str, Callable[[int, datetime, Actor], bool]] = {
    "news": lambda id_, at, by: retry_set_aside(id_),
    "job": lambda id_, at, by: run_again(job_id=id_, at=at, by=by),
    "message": _read_again,
    "told": _tell_again,
    "label": lambda id_, at, by: book_again(intent_id=id_, at=at, by=by),
    "paper": _write_again,
    "desk": _release_again,
    "voucher": lambda id_, at, by: settle_voucher(voucher_id=id_, at=at, by=by),
    "mail": lambda id_, at, by: mail_again(message_id=id_, at=at, by=by),
}
