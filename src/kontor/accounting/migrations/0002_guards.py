"""Postings and archive entries are never changed or taken away."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_posting_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a posting does not change; reverse it' USING ERRCODE = 'KT005';
END $$;
CREATE TRIGGER posting_immutable BEFORE UPDATE OR DELETE ON accounting_posting
    FOR EACH ROW EXECUTE FUNCTION kontor_posting_immutable();
CREATE TRIGGER archive_append_only BEFORE UPDATE OR DELETE ON accounting_archiveentry
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = """
DROP TRIGGER archive_append_only ON accounting_archiveentry;
DROP TRIGGER posting_immutable ON accounting_posting;
DROP FUNCTION kontor_posting_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
