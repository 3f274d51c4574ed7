"""An issued document never changes; its papers are handed in, once and together."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION kontor_invoice_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.pdf_id IS NULL AND NEW.pdf_id IS NOT NULL
       AND to_jsonb(OLD) - 'pdf_id' - 'xml_id' = to_jsonb(NEW) - 'pdf_id' - 'xml_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued invoice does not change' USING ERRCODE = 'KT004';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0003_documents")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
