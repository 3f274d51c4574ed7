"""A change of this master data is seen by whoever keeps it in memory."""

from django.db import migrations

SQL = """
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON locations_location
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON locations_closedday
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
"""

REVERSE = """
DROP TRIGGER masters_changed ON locations_closedday;
DROP TRIGGER masters_changed ON locations_location;
"""


class Migration(migrations.Migration):
    dependencies = [("locations", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
