"""Guards in the database: what is only ever added to, lives that follow their table, the version of the master data."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'KT001';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON platform_event
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER delivery_append_only BEFORE UPDATE OR DELETE ON platform_delivery
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON platform_auditentry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();

CREATE FUNCTION kontor_masters_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- drawn, not counted: a version that was rolled back must never come again for other data
    INSERT INTO platform_counter (name, last) VALUES ('masters', floor(random() * 9e18)::bigint)
    ON CONFLICT (name) DO UPDATE SET last = excluded.last;
    RETURN NULL;
END $$;
CREATE FUNCTION kontor_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% % does not go from % to %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'KT003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_step BEFORE UPDATE OF state ON platform_runreport
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION kontor_guard_step(
    'running>done');
"""

REVERSE = """
DROP TRIGGER guard_step ON platform_runreport;
DROP TRIGGER audit_append_only ON platform_auditentry;
DROP TRIGGER delivery_append_only ON platform_delivery;
DROP TRIGGER event_append_only ON platform_event;
DROP FUNCTION kontor_guard_step();
DROP FUNCTION kontor_masters_changed();
DROP FUNCTION kontor_forbid_change();
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
