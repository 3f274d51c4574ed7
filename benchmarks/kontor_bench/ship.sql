-- Stored orders are mostly orders that have left: those of a range of ids are shipped and closed, with the rows that it takes.
CREATE OR REPLACE FUNCTION bench_ship(first bigint, last bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    order_ids bigint[] := ARRAY(SELECT id FROM orders_order WHERE id BETWEEN first AND last ORDER BY id);
    line_ids bigint[] := ARRAY(SELECT id FROM orders_orderline WHERE order_id = ANY (order_ids));
BEGIN
    INSERT INTO inventory_stockmove (sku_id, location_id, kind, quantity, cause, at, by)
    SELECT sku_id, location_id, 'issue', open, 'issue:' || id, moment, 'key:bench'
      FROM inventory_reservation WHERE demand_id = ANY (line_ids) AND open > 0 ORDER BY sku_id, location_id;
    UPDATE inventory_reservation SET open = 0 WHERE demand_id = ANY (line_ids) AND open > 0;
    INSERT INTO orders_lineentry (line_id, kind, taken_from, quantity, reference, at, by)
    SELECT id, 'shipped', 'reserved', reserved, 'bench', moment, 'key:bench' FROM orders_orderline
     WHERE id = ANY (line_ids) AND reserved > 0;
    UPDATE orders_orderline SET shipped = shipped + reserved, reserved = 0 WHERE id = ANY (line_ids) AND reserved > 0;
    UPDATE orders_order SET state = 'RELEASED' WHERE id = ANY (order_ids);
    UPDATE orders_order SET state = 'CLOSED' WHERE id = ANY (order_ids);
END $$;
