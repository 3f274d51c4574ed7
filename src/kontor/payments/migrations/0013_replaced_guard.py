"""A request that nobody decided may be replaced by another one."""

from django.db import migrations

SQL = """
DROP TRIGGER guard_step ON payments_moneyrequest;
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_moneyrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'open>approved', 'open>refused', 'open>replaced');
"""

REVERSE = """
DROP TRIGGER guard_step ON payments_moneyrequest;
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_moneyrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step('open>approved', 'open>refused');
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0012_replaced"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
