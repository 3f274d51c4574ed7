"""The line ledger is append-only, and an order's state moves along the edges of its lifecycle only."""

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
    ("RELEASED", "CLOSED"),
)
_PAIRS = ", ".join(f"('{source}', '{target}')" for source, target in EDGES)

SQL = f"""
CREATE TRIGGER line_entry_append_only BEFORE UPDATE OR DELETE ON orders_lineentry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE FUNCTION kontor_order_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN ({_PAIRS}) THEN
        RAISE EXCEPTION 'an order does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'KT003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_step BEFORE UPDATE OF state ON orders_order
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_order_step();
"""

REVERSE = """
DROP TRIGGER order_step ON orders_order;
DROP FUNCTION kontor_order_step();
DROP TRIGGER line_entry_append_only ON orders_lineentry;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
