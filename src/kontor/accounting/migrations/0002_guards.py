"""A posting is never changed or taken away."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_posting_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a posting does not change; reverse it' USING ERRCODE = 'KT005';
END $$;
CREATE TRIGGER posting_immutable BEFORE UPDATE OR DELETE ON accounting_posting
    FOR EACH ROW EXECUTE FUNCTION kontor_posting_immutable();
"""

REVERSE = """
DROP TRIGGER posting_immutable ON accounting_posting;
DROP FUNCTION kontor_posting_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
