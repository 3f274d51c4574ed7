"""A refund that was decided stays decided."""

from django.db import migrations

SQL = """
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_refundrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step('open>approved', 'open>refused');
"""
REVERSE = "DROP TRIGGER guard_step ON payments_refundrequest;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_four_eyes"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
