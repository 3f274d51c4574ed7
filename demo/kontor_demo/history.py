"""A house as large as anybody wants: some orders that really went through all rooms, then the past made of them.

The past is copied from what really happened: each copy of the template orders gets its own ids, numbers, names and days. Its
documents and money are marked as taken along: they have no paper, and stand in no books. One transaction holds a good many
copies, and what is there already is not made again: called once more, it goes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction

from kontor.cli.progress import say
from kontor.kernel.clock import read_clock
from kontor.platform.sql.bulk import execute, select_rows
from kontor.platform.start.environment import home

# So many orders are written in one transaction.
AT_A_TIME = 10_000
_SYLLABLES = "ba be bi bo da de di do fa fe ka ke la le li lo ma me mi mo na ne ni no ra re ro sa se ta".split()
# What is copied of an ended order, each table after those that it names.
_TABLES = (
    "customers.Customer", "customers.CustomerAddress", "orders.Order", "orders.OrderLine", "orders.OrderCharge",
    "orders.LineEntry", "orders.Hold", "orders.OrderNote", "payments.Payment", "payments.PaymentEntry",
    "sourcing.SourcingDecision", "inventory.Reservation", "fulfilment.FulfilmentOrder", "fulfilment.FulfilmentLine",
    "fulfilment.Shipment", "fulfilment.ShipmentLine", "shipping.Parcel", "invoicing.Invoice", "platform.Event",
    "platform.AuditEntry", "messaging.Message",
)  # fmt: skip
# Columns that hold an id of another table without saying so to the database.
_LOOSE = {
    "payments.Payment.order_id": "orders.Order", "shipping.Parcel.order_id": "orders.Order",
    "shipping.Parcel.shipment_id": "fulfilment.Shipment", "messaging.Message.order_id": "orders.Order",
    "inventory.Reservation.demand_id": "orders.OrderLine", "platform.Event.key": "orders.Order",
    "platform.AuditEntry.key": "orders.Order",
}  # fmt: skip
# Whose rows belong to an ended order.
_ENDED = "(SELECT id FROM orders_order WHERE id BETWEEN {first} AND {last} AND state IN ('CLOSED', 'CANCELLED'))"
_LINES = f"(SELECT id FROM orders_orderline WHERE order_id IN {_ENDED})"
_OWNED = {
    "customers.Customer": f"id IN (SELECT customer_id FROM orders_order WHERE id IN {_ENDED})",
    "customers.CustomerAddress": f"customer_id IN (SELECT customer_id FROM orders_order WHERE id IN {_ENDED})",
    "orders.Order": f"id IN {_ENDED}", "orders.LineEntry": f"line_id IN {_LINES}",
    "inventory.Reservation": f"demand_id IN {_LINES}",
    "payments.PaymentEntry": f"payment_id IN (SELECT id FROM payments_payment WHERE order_id IN {_ENDED})",
    "fulfilment.FulfilmentLine": f"order_line_id IN {_LINES}",
    "fulfilment.ShipmentLine": f"order_line_id IN {_LINES}",
    "platform.Event": f"subject = 'order' AND key IN {_ENDED}",
    "platform.AuditEntry": f"subject = 'order' AND key IN {_ENDED}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Templates:
    """The orders that are copied, by their ids, and by how much the ids of a copy are higher, table by table."""

    first: int
    last: int
    ended: int
    strides: Mapping[str, int]
    ranges: Mapping[str, tuple[int, int]]
    since: datetime


def read_templates(first: int, last: int) -> Templates:
    """Return what is to be copied: the ended orders between two ids. It is kept beside the house: copies change the tables."""
    kept = home() / "large.json"
    if kept.exists():
        told = json.loads(kept.read_text())
        told["ranges"] = {label: tuple(span) for label, span in told["ranges"].items()}
        return Templates(**(told | {"since": datetime.fromisoformat(told["since"])}))
    found = _measure_templates(first, last)
    kept.write_text(json.dumps(asdict(found), default=lambda at: at.isoformat()))
    return found


def _measure_templates(first: int, last: int) -> Templates:
    ranges, strides = {}, {}
    for label in _TABLES:
        low, high = select_rows(f"SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM {_table(label)}")[0]
        ranges[label], strides[label] = (low, high), high - low + 1
    ended = select_rows(f"SELECT count(*) FROM {_ENDED.format(first=first, last=last)} AS found")[0][0]
    since = select_rows("SELECT min(placed_at) FROM orders_order")[0][0]
    return Templates(first, last, ended, strides, ranges, since)


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)


def copy_past(templates: Templates, *, copies: int, since: datetime) -> None:
    """Write so many copies of the templates, the oldest first, over the days since then; what is there is not written again."""
    stride = templates.strides["orders.Order"]
    newest = select_rows("SELECT max(id) FROM orders_order")[0][0]
    done = max(0, (newest - templates.last) // stride + (1 if (newest - templates.last) % stride else 0))
    each = (read_clock() - since) / max(1, copies)
    at_a_time = max(1, AT_A_TIME // max(1, templates.ended))
    for first in range(done + 1, copies + 1, at_a_time):
        last = min(copies, first + at_a_time - 1)
        with transaction.atomic():
            execute("SET LOCAL statement_timeout = 0")
            if _may_pass_triggers():
                # What is copied holds, and so does its copy: the stock that comes in leaves again, and keys move together.
                execute("SET LOCAL session_replication_role = replica")
            _rank_invoices(templates)
            for label in _TABLES:
                _copy(label, templates, first, last, since, each.total_seconds())
            _move_stock(templates, first, last)
            _raise_numbers()
        say(f"{last * templates.ended} orders of the past")


def _may_pass_triggers() -> bool:
    return bool(select_rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0])


def _copy(label: str, templates: Templates, first: int, last: int, since: datetime, each_s: float) -> None:
    model = apps.get_model(label)
    low, high = templates.ranges[label]
    own = _own_columns(label, templates)
    columns, values = [], []
    day = (
        f"('{since.isoformat()}'::timestamptz - '{templates.since.isoformat()}'::timestamptz)"
        f" + make_interval(secs => ((k - 1) + (t.id - {low})::float / {high - low + 1}) * {each_s!r})"
    )
    for field in model._meta.concrete_fields:
        columns.append(field.column)
        if field.column in own:
            values.append(own[field.column])
        elif field.column == "id":
            values.append(f"t.id + k * {templates.strides[label]}")
        elif isinstance(field, models.ForeignKey) and field.remote_field.model._meta.label in templates.strides:
            values.append(f"t.{field.column} + k * {templates.strides[field.remote_field.model._meta.label]}")
        elif (loose := _LOOSE.get(f"{label}.{field.column}")) is not None:
            values.append(f"t.{field.column} + k * {templates.strides[loose]}")
        elif isinstance(field, models.DateTimeField):
            values.append(f"t.{field.column} + {day}")
        elif isinstance(field, models.DateField):
            values.append(f"(t.{field.column} + ({day}))::date")
        else:
            values.append(f"t.{field.column}")
    owned = _OWNED.get(label) or f"order_id IN {_ENDED}"
    chosen = owned.format(first=templates.first, last=templates.last)
    execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM generate_series({first}, {last}) AS k, (SELECT * FROM {model._meta.db_table}"
        f" WHERE id BETWEEN {low} AND {high} AND {chosen} ORDER BY id) AS t ORDER BY k, t.id",
        [],
    )
    table = model._meta.db_table
    execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))", [])


def _own_columns(label: str, templates: Templates) -> dict[str, str]:
    """Return how the columns are made that no two rows may share, and the names by which copies differ."""
    stride = templates.strides.get(label, 0)
    syllables = "ARRAY[" + ", ".join(f"'{it}'" for it in _SYLLABLES) + "]"
    count = len(_SYLLABLES)
    seed = "(k * 31 + t.id)"
    surname = " || ".join(f"({syllables})[1 + ({seed} / {count**power}) % {count}]" for power in range(3))
    sequence = _SEQUENCE
    name = f"'-' || initcap({surname})"
    return {
        "customers.Customer": {
            "name": f"t.name || {name}", "email": "CASE WHEN t.email = '' THEN '' ELSE 'k' || k || '.' || t.email END",
            "match_key": "t.match_key || '~' || k",
            "phone": "CASE WHEN t.phone <> '' THEN concat('+49 ', 30 + k % 900, ' ', 100000 + k * 7 + t.id) ELSE '' END",
        },
        "orders.Order": {
            "uuid": "gen_random_uuid()", "number": f"(t.number::bigint + k * {stride})::text",
            "external_id": "t.external_id || '-' || k",
            "ship_to": f"jsonb_set(t.ship_to, '{{name}}', to_jsonb((t.ship_to ->> 'name') || {name}))",
        },
        "payments.Payment": {
            "external_id": "CASE WHEN t.external_id = '' THEN '' ELSE t.external_id || '-' || k END", "account_id": "NULL",
            "refund_pending": "0",
        },
        "payments.PaymentEntry": {"imported": "true", "transaction_id": "NULL"},
        "shipping.Parcel": {
            "pdf_id": "NULL", "zpl_id": "NULL", "lead_id": "NULL",
            "order_number": f"(t.order_number::bigint + k * {templates.strides['orders.Order']})::text",
            "tracking_number": "CASE WHEN t.tracking_number = '' THEN '' ELSE t.tracking_number || k END",
            "return_tracking_number": "CASE WHEN t.return_tracking_number = '' THEN '' ELSE t.return_tracking_number || k END",
        },
        "fulfilment.FulfilmentOrder": {"merge_id": "NULL"},
        "invoicing.Invoice": {
            "imported": "true", "pdf_id": "NULL", "xml_id": "NULL", "source": "left(t.source, 48) || '~' || k",
            "sequence": sequence, "number": f"regexp_replace(t.number, '[0-9]+$', '') || lpad(({sequence})::text, 6, '0')",
        },
        "messaging.Message": {"reference": "left(t.reference, 48) || '~' || k", "files": "'[]'"},
    }.get(label, {})  # fmt: skip


# A series runs on without a gap: behind its templates come those of the first copy, in their order, then those of the next.
_SEQUENCE = "(SELECT r.last + (k - 1) * r.many + r.place FROM ranked r WHERE r.id = t.id)"
_RANKED = """
CREATE TEMP TABLE ranked ON COMMIT DROP AS
SELECT i.id, (SELECT max(sequence) FROM invoicing_invoice s WHERE s.series = i.series AND s.id BETWEEN {low} AND {high}) AS last,
       count(*) OVER (PARTITION BY i.series) AS many, row_number() OVER (PARTITION BY i.series ORDER BY i.sequence) AS place
  FROM invoicing_invoice i WHERE i.id BETWEEN {low} AND {high} AND i.order_id IN {ended}
"""


def _rank_invoices(templates: Templates) -> None:
    low, high = templates.ranges["invoicing.Invoice"]
    execute(_RANKED.format(low=low, high=high, ended=_ENDED.format(first=templates.first, last=templates.last)))
    execute("CREATE UNIQUE INDEX ON ranked (id)")
    execute("ANALYZE ranked")


def _move_stock(templates: Templates, first: int, last: int) -> None:
    """Write the moves of what the copies shipped: it came in, was promised, and left; the balance is what it was."""
    low, high = templates.ranges["inventory.Reservation"]
    stride = templates.strides["inventory.Reservation"]
    rows = (
        "SELECT r.sku_id, r.location_id, l.shipped AS quantity, r.at, r.id FROM inventory_reservation r"
        " JOIN orders_orderline l ON l.id = r.demand_id"
        f" WHERE r.id BETWEEN {low + first * stride} AND {high + last * stride} AND l.recipe IS NULL AND l.shipped = r.quantity"
    )
    execute(
        "INSERT INTO inventory_stockmove (sku_id, location_id, kind, quantity, cause, at, by)"
        f" SELECT sku_id, location_id, 'receipt', sum(quantity), 'receipt:history:{first}', min(at), 'system:kontor'"
        f" FROM ({rows}) AS gone GROUP BY 1, 2", [],
    )  # fmt: skip
    for kind, cause in (("reserve", "reserve"), ("issue", "issue")):
        execute(
            "INSERT INTO inventory_stockmove (sku_id, location_id, kind, quantity, cause, at, by)"
            f" SELECT sku_id, location_id, '{kind}', quantity, '{cause}:' || id, at, 'system:kontor' FROM ({rows}) AS gone", [],
        )  # fmt: skip
    execute("DELETE FROM inventory_stockchange", [])


def _raise_numbers() -> None:
    """What comes next is numbered behind the copies."""
    execute(
        "UPDATE platform_counter c SET last = i.last FROM (SELECT series, max(sequence) AS last FROM invoicing_invoice"
        " GROUP BY series) i WHERE i.series = c.name", [],
    )  # fmt: skip
