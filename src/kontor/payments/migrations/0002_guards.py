"""Money that moved is never rewritten, and lives follow their tables."""

from django.db import migrations

SQL = """
CREATE TRIGGER payment_entry_append_only BEFORE UPDATE OR DELETE ON payments_paymententry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER provider_booking_append_only BEFORE UPDATE OR DELETE ON payments_providerbooking
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_provideraccount
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'active>needs_login', 'needs_login>active');
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_moneyintent
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'inflight>failed', 'inflight>new', 'inflight>pending', 'inflight>succeeded', 'inflight>unknown', 'new>failed',
    'new>inflight', 'new>pending', 'new>succeeded', 'pending>failed', 'pending>succeeded', 'unknown>failed',
    'unknown>inflight', 'unknown>pending', 'unknown>succeeded');
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_banktransaction
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'booked>open', 'ignored>open', 'open>booked', 'open>ignored');
"""

REVERSE = """
DROP TRIGGER guard_step ON payments_banktransaction;
DROP TRIGGER guard_step ON payments_moneyintent;
DROP TRIGGER guard_step ON payments_provideraccount;
DROP TRIGGER provider_booking_append_only ON payments_providerbooking;
DROP TRIGGER payment_entry_append_only ON payments_paymententry;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
