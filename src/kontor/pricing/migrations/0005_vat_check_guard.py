"""What the register of VAT ids answered is never changed or removed."""

from django.db import migrations

SQL = """
CREATE TRIGGER vat_check_append_only BEFORE UPDATE OR DELETE ON pricing_vatcheck
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER vat_check_append_only ON pricing_vatcheck;"


class Migration(migrations.Migration):
    dependencies = [("pricing", "0004_vat_checks"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
