"""A fulfilment order moves along the steps of its life alone."""

from django.db import migrations

SQL = """
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON fulfilment_fulfilmentorder
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'OPEN>CANCELLED', 'OPEN>PICKING', 'PACKED>CANCELLED', 'PACKED>DISPATCHED', 'PICKED>CANCELLED', 'PICKED>PACKED',
    'PICKING>CANCELLED', 'PICKING>PICKED');
"""

REVERSE = """
DROP TRIGGER guard_step ON fulfilment_fulfilmentorder;
"""


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
