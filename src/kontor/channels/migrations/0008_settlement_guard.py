"""What a channel booked is never changed or removed."""

from django.db import migrations

SQL = """
CREATE TRIGGER settlement_append_only BEFORE UPDATE OR DELETE ON channels_settlement
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER settlement_append_only ON channels_settlement;"


class Migration(migrations.Migration):
    dependencies = [("channels", "0007_settlements"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
