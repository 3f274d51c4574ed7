"""A change of this master data is seen by whoever keeps it in memory."""

from django.db import migrations

SQL = """
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON sourcing_sourcingrule
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON sourcing_sourcingcosts
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
"""

REVERSE = """
DROP TRIGGER masters_changed ON sourcing_sourcingcosts;
DROP TRIGGER masters_changed ON sourcing_sourcingrule;
"""


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
