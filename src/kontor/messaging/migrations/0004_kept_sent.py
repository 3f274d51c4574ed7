"""A mail that was kept while no mail server was set may be sent later; it was never sent before."""

from django.db import migrations

_GUARD = """
DROP TRIGGER guard_step ON messaging_message;
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON messaging_message
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'failed>queued', 'queued>kept', 'queued>sending', 'sending>failed', 'sending>sent'{more});
"""
_NEVER_SENT = "UPDATE messaging_message SET sent_at = NULL WHERE state = 'kept' AND sent_at IS NOT NULL;"


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_webhooks"), ("platform", "0002_guards")]
    operations = [
        migrations.RunSQL(_GUARD.format(more=", 'kept>queued'"), _GUARD.format(more="")),
        migrations.RunSQL(_NEVER_SENT, migrations.RunSQL.noop),
    ]
