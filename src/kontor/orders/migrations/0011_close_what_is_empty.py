"""An order of which no piece is left open is closed from whatever state it is in."""

from django.db import migrations

# The edges of orders/lifecycle.py; a test holds the two together.
EDGES = (
    ("PLACED", "HELD"),
    ("HELD", "PLACED"),
    ("PLACED", "RELEASED"),
    ("RELEASED", "PLACED"),
    ("PLACED", "CANCELLED"),
    ("HELD", "CANCELLED"),
    ("RELEASED", "CANCELLED"),
    ("PLACED", "CLOSED"),
    ("HELD", "CLOSED"),
    ("RELEASED", "CLOSED"),
)
_PAIRS = ", ".join(f"('{source}', '{target}')" for source, target in EDGES)

SQL = f"""
CREATE OR REPLACE FUNCTION kontor_order_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN ({_PAIRS}) THEN
        RAISE EXCEPTION 'an order does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'KT003';
    END IF;
    RETURN NEW;
END $$;
UPDATE orders_order SET state = 'CLOSED' WHERE state IN ('PLACED', 'HELD', 'RELEASED') AND NOT EXISTS (
    SELECT 1 FROM orders_orderline l WHERE l.order_id = orders_order.id AND l.reserved + l.short + l.picked > 0);
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_told_by_the_channel")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
