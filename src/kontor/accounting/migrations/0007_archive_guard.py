"""An archive entry is never changed or removed."""

from django.db import migrations

SQL = """
CREATE TRIGGER archive_append_only BEFORE UPDATE OR DELETE ON accounting_archiveentry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER archive_append_only ON accounting_archiveentry;"


class Migration(migrations.Migration):
    dependencies = [("accounting", "0006_archive"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
