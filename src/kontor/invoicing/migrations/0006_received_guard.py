"""A received invoice is never changed or removed."""

from django.db import migrations

SQL = """
CREATE TRIGGER received_invoice_append_only BEFORE UPDATE OR DELETE ON invoicing_receivedinvoice
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER received_invoice_append_only ON invoicing_receivedinvoice;"


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0005_received"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
