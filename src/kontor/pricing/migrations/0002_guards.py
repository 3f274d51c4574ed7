"""What a register answered is never changed; a change of the rates is seen by whoever keeps them in memory."""

from django.db import migrations

SQL = """
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON pricing_taxrate
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
CREATE TRIGGER vat_check_append_only BEFORE UPDATE OR DELETE ON pricing_vatcheck
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = """
DROP TRIGGER vat_check_append_only ON pricing_vatcheck;
DROP TRIGGER masters_changed ON pricing_taxrate;
"""


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
