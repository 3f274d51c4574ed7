"""A change of this master data is seen by whoever keeps it in memory."""

from django.db import migrations

SQL = """
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON legal_entities_legalentity
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
"""

REVERSE = """
DROP TRIGGER masters_changed ON legal_entities_legalentity;
"""


class Migration(migrations.Migration):
    dependencies = [("legal_entities", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
