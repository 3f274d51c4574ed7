"""The built-in wording, and how placeholders are filled: flat names, one pass, nothing is called."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# What names two, or hides a second one behind a line's end, is no address. A server of one's own needs no dot.
_ONE_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_PLACEHOLDER = re.compile(r"\{\{ *([a-z_]+) *\}\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a message, with placeholders."""

    subject: str
    body: str


BUILT_IN: dict[tuple[str, str], Wording] = {
    ("order_confirmed", "de"): Wording(
        "Ihre Bestellung {{ order_number }} ist eingegangen",
        "Guten Tag {{ name }},\n\nvielen Dank für Ihre Bestellung {{ order_number }} über {{ total }}.\n\n{{ lines }}\n\n"
        "{{ payment }}Wir melden uns, sobald das Paket unterwegs ist.\n\n{{ merchant }}",
    ),
    ("order_confirmed", "en"): Wording(
        "We have received your order {{ order_number }}",
        "Hello {{ name }},\n\nthank you for your order {{ order_number }} for {{ total }}.\n\n{{ lines }}\n\n"
        "{{ payment }}We will write again as soon as your parcel is on its way.\n\n{{ merchant }}",
    ),
    ("order_amended", "de"): Wording(
        "Ihre Bestellung {{ order_number }} wurde geändert",
        "Guten Tag {{ name }},\n\nIhre Bestellung {{ order_number }} wurde geändert und lautet jetzt über {{ total }}:\n\n"
        "{{ lines }}\n\n{{ payment }}{{ merchant }}",
    ),
    ("order_amended", "en"): Wording(
        "Your order {{ order_number }} was changed",
        "Hello {{ name }},\n\nyour order {{ order_number }} was changed and comes to {{ total }} now:\n\n{{ lines }}\n\n"
        "{{ payment }}{{ merchant }}",
    ),
    ("order_shipped", "de"): Wording(
        "Ihre Bestellung {{ order_number }} ist unterwegs",
        "Guten Tag {{ name }},\n\nIhr Paket ist unterwegs.\n\n{{ parcel }}{{ lines }}\n\n{{ merchant }}",
    ),
    ("order_shipped", "en"): Wording(
        "Your order {{ order_number }} is on its way",
        "Hello {{ name }},\n\nyour parcel is on its way.\n\n{{ parcel }}{{ lines }}\n\n{{ merchant }}",
    ),
    ("order_delayed", "de"): Wording(
        "Ihre Bestellung {{ order_number }} verzögert sich",
        "Guten Tag {{ name }},\n\nein Teil Ihrer Bestellung {{ order_number }} ist gerade nicht am Lager:\n\n{{ lines }}\n\n"
        "Wir liefern ihn nach, sobald er eintrifft. Sie können diesen Teil jederzeit kostenlos stornieren.\n\n{{ merchant }}",
    ),
    ("order_delayed", "en"): Wording(
        "Your order {{ order_number }} is delayed",
        "Hello {{ name }},\n\npart of your order {{ order_number }} is not in stock at the moment:\n\n{{ lines }}\n\n"
        "We will send it as soon as it arrives. You may cancel this part free of charge at any time.\n\n{{ merchant }}",
    ),
    ("order_late", "de"): Wording(
        "Ihre Bestellung {{ order_number }} verspätet sich",
        "Guten Tag {{ name }},\n\nIhre Bestellung {{ order_number }} sollte bis zum {{ due }} unterwegs sein. Das haben wir "
        "nicht geschafft; sie ist noch bei uns:\n\n{{ lines }}\n\nSobald das Paket unterwegs ist, schreiben wir Ihnen wieder. "
        "Bis dahin können Sie jederzeit kostenlos stornieren.\n\n{{ merchant }}",
    ),
    ("order_late", "en"): Wording(
        "Your order {{ order_number }} is late",
        "Hello {{ name }},\n\nyour order {{ order_number }} should have been on its way by {{ due }}. We did not manage that; it "
        "is still with us:\n\n{{ lines }}\n\nWe will write again as soon as your parcel is on its way. Until then you may "
        "cancel it free of charge at any time.\n\n{{ merchant }}",
    ),
    ("prepayment_reminder", "de"): Wording(
        "Ihre Zahlung zur Bestellung {{ order_number }} fehlt noch",
        "Guten Tag {{ name }},\n\nzu Ihrer Bestellung {{ order_number }} über {{ total }} ist noch keine Zahlung eingegangen."
        "{{ until }}\n\n{{ payment }}{{ lines }}\n\nHat sich Ihre Zahlung mit dieser Nachricht überschnitten, ist nichts weiter "
        "zu tun.\n\n{{ merchant }}",
    ),
    ("prepayment_reminder", "en"): Wording(
        "Your payment for order {{ order_number }} is still missing",
        "Hello {{ name }},\n\nwe have received no payment yet for your order {{ order_number }} of {{ total }}.{{ until }}\n\n"
        "{{ payment }}{{ lines }}\n\nIf your payment crossed this message, nothing is left to be done.\n\n{{ merchant }}",
    ),
    ("order_cancelled", "de"): Wording(
        "Stornierung zu Ihrer Bestellung {{ order_number }}",
        "Guten Tag {{ name }},\n\nIhre Bestellung {{ order_number }} wurde storniert.\n\n{{ payment }}{{ merchant }}",
    ),
    ("order_cancelled", "en"): Wording(
        "Your order {{ order_number }} was cancelled",
        "Hello {{ name }},\n\nyour order {{ order_number }} was cancelled.\n\n{{ payment }}{{ merchant }}",
    ),
    ("invoice_issued", "de"): Wording(
        "{{ document }} {{ number }} zu Ihrer Bestellung {{ order_number }}",
        "Guten Tag {{ name }},\n\nanbei {{ document }} {{ number }} über {{ total }} zu Ihrer Bestellung {{ order_number }}.\n\n"
        "{{ merchant }}",
    ),
    ("invoice_issued", "en"): Wording(
        "{{ document }} {{ number }} for your order {{ order_number }}",
        "Hello {{ name }},\n\nplease find attached {{ document }} {{ number }} over {{ total }} for your order "
        "{{ order_number }}.\n\n"
        "{{ merchant }}",
    ),
    ("payment_asked", "de"): Wording(
        "So können Sie Ihre Bestellung {{ order_number }} bezahlen",
        "Guten Tag {{ name }},\n\nIhre Bestellung {{ order_number }} über {{ total }} können Sie hier bezahlen:\n\n{{ link }}\n\n"
        "{{ merchant }}",
    ),
    ("payment_asked", "en"): Wording(
        "How to pay for your order {{ order_number }}",
        "Hello {{ name }},\n\nyou can pay for your order {{ order_number }} of {{ total }} here:\n\n{{ link }}\n\n{{ merchant }}",
    ),
    ("payment_reminder", "de"): Wording(
        "{{ document }} zu Ihrer Bestellung {{ order_number }}",
        "Guten Tag {{ name }},\n\nzu Ihrer Bestellung {{ order_number }} ist noch ein Betrag von {{ total }} offen. Bitte "
        "überweisen Sie ihn bis zum {{ due }}. Die Einzelheiten stehen im Anhang. Hat sich die Zahlung mit diesem Schreiben "
        "überschnitten, ist nichts weiter zu tun.\n\n{{ merchant }}",
    ),
    # To the house's own people.
    ("alarm", "de"): Wording("{{ subject }}", "{{ text }}"),
    ("alarm", "en"): Wording("{{ subject }}", "{{ text }}"),
    ("list", "de"): Wording("{{ subject }}", "{{ text }}"),
    ("list", "en"): Wording("{{ subject }}", "{{ text }}"),
    ("payment_reminder", "en"): Wording(
        "{{ document }} for your order {{ order_number }}",
        "Hello {{ name }},\n\nof your order {{ order_number }} an amount of {{ total }} is still open. Please transfer it by "
        "{{ due }}. The attached letter tells the details. If your payment crossed this letter, nothing is left to be done."
        "\n\n{{ merchant }}",
    ),
}

# A sentence that a reminder of a prepayment holds where the goods are not kept for ever.
KEPT_UNTIL = {
    "de": " Wir halten die Ware bis zum {day} für Sie bereit.",
    "en": " We keep the goods for you until {day}.",
}

# How a mail names what vouchers pay of an order.
VOUCHER_LINE = {"de": "Gutschein", "en": "Voucher"}

# What a mail about an order that is over says of money that was paid for it.
GOES_BACK = {
    "de": "Was Sie bezahlt haben, erstatten wir Ihnen, soweit es nicht schon zurückging.\n\n",
    "en": "What you have paid is given back to you, as far as it was not already.\n\n",
}

# How a mail says where an order goes.
GOES_TO = {"de": "Lieferung an: {address}", "en": "To be sent to: {address}"}

# How a mail says under which number a parcel can be followed; left out where it cannot.
_PARCEL_LINE = {"de": "Sendungsnummer: {tracked}\n\n", "en": "Tracking number: {tracked}\n\n"}

# What a mail about a prepayment says of where the money goes; with the account, where the merchant has named one.
HOW_TO_PAY = {
    "de": "Bitte überweisen Sie {amount}{account} mit dem Verwendungszweck {number}. Danach senden wir Ihre Bestellung ab.\n\n",
    "en": "Please transfer {amount}{account} and give {number} as the reference. Then we will send your order.\n\n",
}
TO_ACCOUNT = {"de": " an {holder}, IBAN {iban},", "en": " to {holder}, IBAN {iban},"}

KINDS = sorted({kind for kind, _ in BUILT_IN})
PLACEHOLDERS = (
    "order_number", "name", "total", "lines", "tracking", "merchant", "document", "number", "due", "until", "payment",
    "parcel", "link",
)  # fmt: skip


# What goes to buyers; the others are the house's own.
BUYER_KINDS = tuple(kind for kind in KINDS if kind not in ("alarm", "list"))


def find_built_in(kind: str, language: str) -> Wording | None:
    """Return what is written where the merchant has no wording of his own; None where there is no such mail."""
    return BUILT_IN.get((kind, language))


def list_unknown_placeholders(text: str) -> list[str]:
    """Name what stands in double braces and is filled in by nobody: it would be nothing in the mail."""
    told = re.findall(r"\{\{(.*?)\}\}", text, flags=re.DOTALL)
    return sorted({name.strip()[:60] for name in told} - set(PLACEHOLDERS))


def parcel_line(tracked: str, language: str) -> str:
    """Return the paragraph that tells under what a parcel can be followed; nothing where it cannot. ``tracked``: "DHL 0034…"."""
    return _PARCEL_LINE.get(language, _PARCEL_LINE["en"]).format(tracked=tracked) if tracked else ""


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Replace ``{{ name }}`` by its value in one pass; an unknown name becomes nothing, a value is never read again."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text)


def one_line(text: str) -> str:
    """Return a subject or address without line breaks, so that no header can be smuggled in."""
    return " ".join(text.split())


# How long after each try the next one follows; then a person decides.
_WAITS = (1, 5, 15, 60, 240, 720, 1440)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when a mail is tried again that has failed so often; None where enough was tried."""
    return at + timedelta(minutes=_WAITS[attempts - 1]) if 0 < attempts <= len(_WAITS) else None


# Standard Webhooks 1.0 (standardwebhooks.com, 2023-12): secrets begin so, 24 to 64 bytes follow; times of tries with jitter.
WEBHOOK_PREFIX = "whsec_"
WEBHOOK_BYTES = 32
_PAUSES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
# An address at which nothing has got through for so long is given up; so many failures in a row leave it alone for a while.
GIVEN_UP_AFTER = timedelta(days=5)
LEFT_ALONE = timedelta(minutes=1)
# After so long somebody ought to know.
FAILS_LONG = timedelta(hours=1)


def sign_webhook(secret: bytes, *, call_id: str, at: datetime, body: str) -> dict[str, str]:
    """Return the headers by which a receiver knows that a call is ours, and of now. ``secret``: the bytes behind its prefix."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret, f"{call_id}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    return {
        "webhook-id": call_id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }  # fmt: skip


def next_webhook_try(attempts: int, at: datetime, *, spread: float) -> datetime | None:
    """Return when a call that failed is tried again, None where it was tried often enough. ``spread``: 0 to 1, by chance, so
    that what failed at once is not tried at once.
    """
    if attempts > len(_PAUSES):
        return None
    return at + _PAUSES[attempts - 1] * (1 + spread / 5)


def is_one_address(text: str) -> bool:
    """Whether a text is the mail address of one reader."""
    return _ONE_ADDRESS.fullmatch(text) is not None
