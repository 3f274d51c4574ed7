"""What a provider booked is never changed or removed."""

from django.db import migrations

SQL = """
CREATE TRIGGER provider_booking_append_only BEFORE UPDATE OR DELETE ON payments_providerbooking
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = "DROP TRIGGER provider_booking_append_only ON payments_providerbooking;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_bookings"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
