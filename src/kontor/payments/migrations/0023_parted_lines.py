"""A collective booking that a later statement told one by one is no line that somebody put aside."""

from django.db import migrations

SQL = """
DROP TRIGGER guard_step ON payments_banktransaction;
UPDATE payments_banktransaction whole SET state = 'parted'
 WHERE whole.state = 'ignored' AND whole.batch <> ''
   AND whole.amount = (
       SELECT sum(part.amount) FROM payments_banktransaction part
         JOIN payments_bankstatement told ON told.id = part.statement_id
        WHERE part.account = whole.account AND part.batch = whole.batch AND part.id > whole.id
          AND told.at = whole.settled_at);
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_banktransaction
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'booked>open', 'ignored>open', 'open>booked', 'open>ignored', 'open>parted');
"""

REVERSE = """
DROP TRIGGER guard_step ON payments_banktransaction;
UPDATE payments_banktransaction SET state = 'ignored' WHERE state = 'parted';
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_banktransaction
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'booked>open', 'ignored>open', 'open>booked', 'open>ignored');
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0022_parted")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
