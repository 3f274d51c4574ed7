"""What was taken for a refund that came back may be taken off it: the refund counts as given again."""

from django.db import migrations

_GUARD = """
DROP TRIGGER guard_step ON payments_moneyintent;
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON payments_moneyintent
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'inflight>failed', 'inflight>new', 'inflight>pending', 'inflight>succeeded', 'inflight>unknown', 'new>failed',
    'new>inflight', 'new>pending', 'new>succeeded', 'pending>failed', 'pending>succeeded', 'succeeded>failed',
    'unknown>failed', 'unknown>inflight', 'unknown>pending', 'unknown>succeeded'{more});
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0029_turns_told"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(_GUARD.format(more=", 'failed>succeeded', 'failed>pending'"), _GUARD.format(more=""))]
