"""The balance follows the ledger: moves are append-only, a trigger adds them up, nobody else writes a balance; word is left of what changed."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_apply_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted integer;
    touched integer;
BEGIN
    SELECT count(*) INTO wanted FROM (SELECT DISTINCT sku_id, location_id FROM moves) AS pairs;
    UPDATE inventory_balance AS balance
       SET on_hand = balance.on_hand + delta.on_hand, reserved = balance.reserved + delta.reserved
      FROM (SELECT sku_id, location_id,
                   sum(CASE kind WHEN 'receipt' THEN quantity WHEN 'adjust_up' THEN quantity
                                 WHEN 'adjust_down' THEN -quantity WHEN 'issue' THEN -quantity ELSE 0 END) AS on_hand,
                   sum(CASE kind WHEN 'reserve' THEN quantity
                                 WHEN 'free' THEN -quantity WHEN 'issue' THEN -quantity ELSE 0 END) AS reserved
              FROM moves GROUP BY sku_id, location_id) AS delta
     WHERE balance.sku_id = delta.sku_id AND balance.location_id = delta.location_id;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> wanted THEN
        RAISE EXCEPTION 'a stock move has no balance' USING ERRCODE = 'KT002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_move_apply AFTER INSERT ON inventory_stockmove
    REFERENCING NEW TABLE AS moves FOR EACH STATEMENT EXECUTE FUNCTION kontor_apply_moves();
CREATE TRIGGER stock_move_append_only BEFORE UPDATE OR DELETE ON inventory_stockmove
    FOR EACH ROW EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER balance_follows_ledger BEFORE UPDATE ON inventory_balance
    FOR EACH ROW WHEN (pg_trigger_depth() = 0
                       AND (OLD.on_hand <> NEW.on_hand OR OLD.reserved <> NEW.reserved))
    EXECUTE FUNCTION kontor_forbid_change();
CREATE TRIGGER balance_begins_empty BEFORE INSERT ON inventory_balance
    FOR EACH ROW WHEN (NEW.on_hand <> 0 OR NEW.reserved <> 0) EXECUTE FUNCTION kontor_forbid_change();
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
DROP TRIGGER stock_move_noted ON inventory_stockmove;
DROP TRIGGER balance_begins_empty ON inventory_balance;
DROP TRIGGER balance_follows_ledger ON inventory_balance;
DROP TRIGGER stock_move_append_only ON inventory_stockmove;
DROP TRIGGER stock_move_apply ON inventory_stockmove;
DROP FUNCTION kontor_note_balance();
DROP FUNCTION kontor_note_moves();
DROP FUNCTION kontor_apply_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("platform", "0002_guards")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
