"""An issued document never changes, its papers are handed in once and together; a received one never changes."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_invoice_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.pdf_id IS NULL AND NEW.pdf_id IS NOT NULL
       AND to_jsonb(OLD) - 'pdf_id' - 'xml_id' = to_jsonb(NEW) - 'pdf_id' - 'xml_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued invoice does not change' USING ERRCODE = 'KT004';
END $$;
CREATE TRIGGER invoice_immutable BEFORE UPDATE OR DELETE ON invoicing_invoice
    FOR EACH ROW EXECUTE FUNCTION kontor_invoice_immutable();
CREATE TRIGGER received_invoice_append_only BEFORE UPDATE OR DELETE ON invoicing_receivedinvoice
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
"""

REVERSE = """
DROP TRIGGER received_invoice_append_only ON invoicing_receivedinvoice;
DROP TRIGGER invoice_immutable ON invoicing_invoice;
DROP FUNCTION kontor_invoice_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
