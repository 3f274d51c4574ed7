"""A label moves along the steps of its life alone."""

from django.db import migrations

SQL = """
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON shipping_labelintent
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'failed>new', 'inflight>failed', 'inflight>succeeded', 'inflight>unknown', 'new>failed', 'new>inflight',
    'unknown>inflight');
"""

REVERSE = """
DROP TRIGGER guard_step ON shipping_labelintent;
"""


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
