"""What the fault tests let a process of its own do, so that it can be killed: ``python act.py ACTION ARGUMENT…``.

``python act.py --serve`` makes such processes without starting Python and Django for each: told on its standard input, a line
each, it forks one, waits for it, and tells on its standard output how it ended.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
django.setup()

from django.db import transaction  # noqa: E402

from kontor.channels.ports import IncomingOrder  # noqa: E402
from kontor.channels.tasks import poll_channel, publish_offers, read_queue, send_intents  # noqa: E402
from kontor.flows.selling.connector_messages import take_in_feed  # noqa: E402
from kontor.flows.warehouse.dispatch import dispatch_shipments  # noqa: E402
from kontor.kernel.actor import Actor  # noqa: E402
from kontor.kernel.clock import read_clock  # noqa: E402
from kontor.payments.tasks import send_money  # noqa: E402
from kontor.platform.sql.idempotency import KeyClaim  # noqa: E402
from kontor.platform.start import crashpoints  # noqa: E402
from kontor.rest.intake import PlaceRequest, place_batch  # noqa: E402
from kontor.shipping.tasks import book_labels  # noqa: E402

BY = Actor("key", "fault")


def order(number: str) -> IncomingOrder:
    return IncomingOrder.model_validate(
        {
            "channel": "shop", "external_id": number, "currency": "EUR", "payment": "paid",
            "ship_to": {"name": "E", "street": "a 1", "postal_code": "50667", "city": "Köln", "country": "DE"},
            "lines": [{"sku": "LAMP", "quantity": 1, "unit_price": "10.00"}],
        }
    )  # fmt: skip


def place(*numbers: str) -> None:
    """Place orders one after the other and tell each acknowledged one on standard output."""
    for number in numbers:
        answer = place_batch([PlaceRequest(order(number), BY, KeyClaim(str(BY), number, b"x" * 32))])[0]
        print(number, answer.status, answer.body, flush=True)


def dispatch(*shipments: str) -> None:
    with transaction.atomic():
        dispatch_shipments(shipment_ids=[int(it) for it in shipments], at=read_clock(), by=BY)


def label(*intents: str) -> None:
    book_labels(intent_ids=[int(it) for it in intents])


def poll(channel: str) -> None:
    poll_channel.func(channel_id=int(channel))


def read(channel: str) -> None:
    read_queue.func(channel_id=int(channel))


def take_in(channel: str) -> None:
    take_in_feed(channel_id=int(channel), at=read_clock(), by=Actor("channel", channel))


def publish(channel: str) -> None:
    publish_offers.func(channel_id=int(channel))


def tell(channel: str) -> None:
    send_intents.func(channel_id=int(channel))


def move_money(account: str) -> None:
    send_money.func(account_id=int(account))


DEEDS = {"read": read, "move_money": move_money,
    "place": place, "dispatch": dispatch, "label": label, "poll": poll, "take_in": take_in, "publish": publish,
    "tell": tell,
}  # fmt: skip


def serve() -> None:
    """Fork a process for each line and tell how it ended; a killed one ends with the negative number of its signal."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _do(asked)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _do(asked: dict[str, Any]) -> None:
    os.environ.update(asked["environment"])
    crashpoints._WANTED = asked["crash_at"] or None
    for number, name in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    code = 1
    try:
        DEEDS[asked["words"][0]](*asked["words"][1:])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve()
    else:
        DEEDS[sys.argv[1]](*sys.argv[2:])
