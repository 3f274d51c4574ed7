"""A letter moves along the steps of its life alone."""

from django.db import migrations

SQL = """
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON messaging_message
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'failed>queued', 'queued>kept', 'queued>sending', 'sending>failed', 'sending>sent');
"""

REVERSE = """
DROP TRIGGER guard_step ON messaging_message;
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
