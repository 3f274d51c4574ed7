"""Whatever changes what is available leaves word of it, whichever code did it."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_note_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_stockchange (sku_id, at) SELECT DISTINCT sku_id, clock_timestamp() FROM moves;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_move_noted AFTER INSERT ON inventory_stockmove
    REFERENCING NEW TABLE AS moves FOR EACH STATEMENT EXECUTE FUNCTION kontor_note_moves();
CREATE FUNCTION kontor_note_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_stockchange (sku_id, at) VALUES (NEW.sku_id, clock_timestamp());
    RETURN NULL;
END $$;
CREATE TRIGGER balance_noted AFTER UPDATE ON inventory_balance
    FOR EACH ROW WHEN (OLD.safety_stock <> NEW.safety_stock) EXECUTE FUNCTION kontor_note_balance();
"""

REVERSE = """
DROP TRIGGER balance_noted ON inventory_balance;
DROP FUNCTION kontor_note_balance();
DROP TRIGGER stock_move_noted ON inventory_stockmove;
DROP FUNCTION kontor_note_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_stockchange")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
