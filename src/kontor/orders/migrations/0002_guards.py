"""The line ledger is append-only, and an order's state moves along the steps of its life alone."""

from django.db import migrations

SQL = """
CREATE TRIGGER line_entry_append_only BEFORE UPDATE OR DELETE ON orders_lineentry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON orders_order
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'HELD>CANCELLED', 'HELD>CLOSED', 'HELD>PLACED', 'PLACED>CANCELLED', 'PLACED>CLOSED', 'PLACED>HELD',
    'PLACED>RELEASED', 'RELEASED>CANCELLED', 'RELEASED>CLOSED', 'RELEASED>PLACED');
"""

REVERSE = """
DROP TRIGGER guard_step ON orders_order;
DROP TRIGGER line_entry_append_only ON orders_lineentry;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
