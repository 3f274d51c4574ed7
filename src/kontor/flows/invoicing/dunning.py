"""Dunning: shown first, then done; what costs is posted, what is sent is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from kontor.accounting.public import (
    NotToBeReminded,
    Reminder,
    SentReminder,
    Source,
    SourceKind,
    ToPost,
    find_debtors_of,
    judge_item,
    list_base_rates,
    list_open_items,
    list_reminded,
    list_steps,
    list_unwaived,
    post_entries,
    post_reminder,
    send_reminders,
)
from kontor.flows.invoicing.invoices import seller_of
from kontor.invoicing.public import LetterSheet, language_of, letter_lines, list_documents, write_letter
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.legal_entities.public import LegalEntityRow, get_legal_entity
from kontor.messaging.public import Letter, write_messages
from kontor.orders.public import OrderRow, get_orders, lock_orders
from kontor.payments.public import raise_debts
from kontor.platform.keep.files import read_template
from kontor.platform.keep.pictures import draw_picture

_TITLES = {
    "de": ("Zahlungserinnerung", "Mahnung", "Letzte Mahnung"),
    "en": ("Payment reminder", "Reminder", "Final reminder"),
}
_WORDS = {
    "de": {
        "date": "Datum", "order": "Auftrag", "pay_by": "Zahlbar bis", "number": "Rechnung", "of": "vom", "amount": "Betrag",
        "open": "Offen", "fee": "Mahnkosten", "interest": "Verzugszinsen", "total": "Zu zahlen",
        "opening": "Zu den folgenden Rechnungen ist noch ein Betrag offen. Bitte überweisen Sie ihn bis zum {day}.",
        "closing": "Hat sich Ihre Zahlung mit diesem Schreiben überschnitten, ist nichts weiter zu tun.",
    },
    "en": {
        "date": "Date", "order": "Order", "pay_by": "Pay by", "number": "Invoice", "of": "of", "amount": "Amount",
        "open": "Open", "fee": "Costs of this reminder", "interest": "Interest for default", "total": "To pay",
        "opening": "Of these invoices an amount is still open. Please transfer it by {day}.",
        "closing": "If your payment crossed this letter, nothing is left to be done.",
    },
}  # fmt: skip
MOST = 1_000
# What the books say of a reminder's costs, as the rest of them in German.
_POSTED = {SourceKind.DUNNING: "Mahnkosten Stufe", SourceKind.WAIVER: "Mahnkosten erlassen, Stufe"}


def preview_dunning(*, legal_entity_id: int, on: date, order_ids: Collection[int] | None = None) -> list[Reminder]:
    """Return what every open item of a legal entity gets on a day and why, without doing any of it."""
    steps, base = list_steps(legal_entity_id), list_base_rates()
    items = [it for it in list_open_items(on, order_ids) if it.legal_entity_id == legal_entity_id and it.open > 0]
    return [judge_item(it, steps, base, on) for it in items]


def remind(*, legal_entity_id: int, order_ids: Collection[int], at: datetime, by: Actor) -> list[SentReminder]:
    """The chosen orders are reminded: each is judged again, gets its letter and mail, and what that costs is owed and posted.

    Refuses all of it: NotToBeReminded, where one of them is not to be reminded any more. Locks: the orders, the chain last.
    """
    entity = get_legal_entity(legal_entity_id)
    lock_orders(sorted(order_ids))
    on = local_day(at, entity.timezone)
    reminders = preview_dunning(legal_entity_id=legal_entity_id, on=on, order_ids=order_ids)
    silent = [it for it in reminders if not it.level]
    if silent or len(reminders) < len(set(order_ids)):
        raise NotToBeReminded(
            order=silent[0].item.number if silent else "", reason=silent[0].reason if silent else "paid"
        )
    orders = get_orders(order_ids)
    papers = {it.item.order_id: _paper(it, orders[it.item.order_id], entity, on) for it in reminders}
    letters = send_reminders(reminders=reminders, papers=papers, timezone=entity.timezone, at=at, by=by)
    raise_debts(by_amount={it.item.order_id: it.fee + it.interest for it in reminders}, at=at, by=by)
    _post(letters, entity, SourceKind.DUNNING, at, by)
    by_order = {it.item.order_id: it for it in reminders}
    mails = [_mail(letter, by_order[letter.order_id], orders[letter.order_id], entity) for letter in letters]
    write_messages(kind="payment_reminder", letters=mails, at=at)
    return letters


def waive_costs(*, order_ids: Collection[int], at: datetime, by: Actor) -> None:
    """Of an order that is cancelled wholly nobody pays what its reminders cost: that is taken out of the books again, once.

    Locks: the chains of the legal entities, last (the caller has locked the orders).
    """
    orders = get_orders(order_ids)
    by_entity: dict[int, list[SentReminder]] = defaultdict(list)
    for letter in list_reminded(order_ids):
        by_entity[orders[letter.order_id].legal_entity_id].append(letter)
    for entity_id, letters in sorted(by_entity.items()):
        _post(letters, get_legal_entity(entity_id), SourceKind.WAIVER, at, by)


def waive_what_is_left(*, at: datetime, by: Actor) -> int:
    """What no news took out of the books is taken out. Returns how many orders were looked at. Locks: as ``waive_costs``."""
    waived = list_unwaived(MOST)
    waive_costs(order_ids=waived, at=at, by=by)
    return len(waived)


def _post(letters: Sequence[SentReminder], entity: LegalEntityRow, kind: SourceKind, at: datetime, by: Actor) -> None:
    debtors, today = find_debtors_of([letter.order_id for letter in letters]), local_day(at, entity.timezone)
    batch = [
        ToPost(
            Source(kind, letter.id), today, letter.order_id, letter.currency,
            post_reminder(
                chart=entity.chart, debtor=debtors[letter.order_id], fee=letter.fee, interest=letter.interest,
                text=f"{_POSTED[kind]} {letter.level}", waived=kind == SourceKind.WAIVER,
            ),
        )
        for letter in letters if letter.costs and letter.order_id in debtors
    ]  # fmt: skip
    post_entries(legal_entity_id=entity.id, batch=batch, at=at, by=by)


def _paper(reminder: Reminder, order: OrderRow, entity: LegalEntityRow, on: date) -> bytes:
    language = language_of(order.language)
    say, item = _WORDS[language], reminder.item
    pay_by = format_date(reminder.pay_by, locale=language)

    def money(amount: Decimal) -> str:
        return format_currency(amount, item.currency, locale=language)

    papers = list_documents([item.order_id])
    rows = [(it.number, format_date(it.issued_on, locale=language), money(it.gross)) for it in papers]
    costs = [(say["fee"], reminder.fee), (say["interest"], reminder.interest)]
    sheet = LetterSheet(
        language=language, title=title_of(reminder.level, language), seller=seller_of(entity),
        recipient=letter_lines(order.invoice_address, home=entity.country, language=language),
        facts=[(say["date"], format_date(on, locale=language)), (say["order"], item.number), (say["pay_by"], pay_by)],
        opening=[say["opening"].format(day=pay_by)],
        table=[(say["number"], say["of"], say["amount"]), *rows], numbers=[2],
        sums=[
            (say["open"], money(item.open)), *[(name, money(amount)) for name, amount in costs if amount],
            (say["total"], money(reminder.total)),
        ],
        closing=[say["closing"]],
    )  # fmt: skip
    logo = draw_picture(sheet.seller.logo)
    return write_letter(replace(sheet, logo=logo), template=read_template("letter.typ", entity.code))


def _mail(letter: SentReminder, reminder: Reminder, order: OrderRow, entity: LegalEntityRow) -> Letter:
    language = language_of(order.language)
    address = order.invoice_address
    return Letter(
        reference=f"dunning:{letter.id}", order_id=order.id, recipient=address.email or order.address.email,
        language=language, files=(letter.file,),
        values={
            "order_number": order.number, "name": address.name or address.company, "merchant": entity.name,
            "document": title_of(letter.level, language), "due": format_date(letter.pay_by, locale=language),
            "total": format_currency(reminder.total, letter.currency, locale=language),
        },
    )  # fmt: skip


def title_of(level: int, language: str) -> str:
    """Return what a letter of a level is called."""
    titles = _TITLES[language]
    return titles[min(level, len(titles)) - 1]
