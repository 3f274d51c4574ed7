"""Lives follow their tables; what a channel booked is never changed; a change of a channel is seen by whoever keeps it in memory."""

from django.db import migrations

SQL = """
CREATE TRIGGER masters_changed AFTER INSERT OR UPDATE OR DELETE ON channels_channel
    FOR EACH STATEMENT EXECUTE FUNCTION kontor_masters_changed();
CREATE TRIGGER settlement_append_only BEFORE UPDATE OR DELETE ON channels_settlement
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON channels_connection
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'active>needs_login', 'active>paused', 'needs_login>active', 'needs_login>paused', 'paused>active');
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON channels_offer
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'inflight>published', 'inflight>refused', 'inflight>suppressed', 'inflight>unknown', 'inflight>waiting',
    'published>suppressed', 'published>waiting', 'refused>suppressed', 'refused>waiting', 'suppressed>waiting',
    'unknown>inflight', 'unknown>suppressed', 'unknown>waiting', 'waiting>inflight', 'waiting>suppressed');
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON channels_channelintent
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'failed>dropped', 'failed>new', 'failed>succeeded', 'failed>unknown', 'inflight>failed', 'inflight>new',
    'inflight>succeeded', 'inflight>unknown', 'new>inflight', 'unknown>inflight');
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON channels_inboundmessage
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'new>done', 'new>quarantined', 'quarantined>discarded', 'quarantined>done');
"""

REVERSE = """
DROP TRIGGER guard_step ON channels_inboundmessage;
DROP TRIGGER guard_step ON channels_channelintent;
DROP TRIGGER guard_step ON channels_offer;
DROP TRIGGER guard_step ON channels_connection;
DROP TRIGGER settlement_append_only ON channels_settlement;
DROP TRIGGER masters_changed ON channels_channel;
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
