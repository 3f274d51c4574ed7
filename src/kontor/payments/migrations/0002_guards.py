"""Money that moved is never rewritten."""

from django.db import migrations

SQL = """
CREATE TRIGGER payment_entry_append_only BEFORE UPDATE OR DELETE ON payments_paymententry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER payment_entry_append_only ON payments_paymententry;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
