-- The limit: what PostgreSQL alone needs to take in n orders of three lines, by hand, in sets, over Kontor's own tables.
-- It reads what intake must read (known orders, listings, stock under lock) and writes every row that intake writes:
-- customer and address where new, order, lines, ledger entries, reservations, stock moves (whose trigger moves the
-- balances), sourcing decision, event, the jobs of the outbox and, if asked, the idempotency key with its answer.
CREATE OR REPLACE FUNCTION bench_take_in(n integer, tag text, hot boolean, keyed boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    channel bigint := (SELECT id FROM channels_channel WHERE code = 'bench');
    entity bigint := (SELECT id FROM legal_entities_legalentity WHERE code = 'BENCH');
    place bigint := (SELECT min(id) FROM locations_location);
    skus integer := (SELECT last FROM platform_counter WHERE name = 'bench_skus');
    people integer := 20000;
    at timestamptz := clock_timestamp();
    numbers text[];
    external text[];
    order_ids bigint[];
    line_ids bigint[];
    reservation_ids bigint[];
    sku_ids bigint[];
    mails text[];
    customer_ids bigint[];
    event_ids bigint[];
BEGIN
    IF keyed THEN
        PERFORM pg_try_advisory_xact_lock(hashtextextended('key:bench ' || tag || g, 7)), known.body
           FROM generate_series(1, n) g
           LEFT JOIN platform_idempotencykey known ON known.principal = 'key:bench' AND known.key = tag || g;
    END IF;
    external := ARRAY(SELECT tag || '-' || g FROM generate_series(1, n) g);
    PERFORM o.id FROM unnest(external) AS asked(external_id)
       JOIN orders_order o ON o.channel_id = channel AND o.external_id = asked.external_id;
    numbers := ARRAY(SELECT 'C' || CASE WHEN hot THEN 1 ELSE 1 + floor(random() * skus)::int END
                       FROM generate_series(1, n * 3) g);
    sku_ids := ARRAY(SELECT sku.id FROM unnest(numbers) WITH ORDINALITY AS asked(channel_sku, ord)
                       JOIN channels_listing l ON l.channel_id = channel AND l.channel_sku = asked.channel_sku
                       JOIN catalog_sku sku ON sku.id = l.sku_id
                       JOIN catalog_product p ON p.id = sku.product_id ORDER BY ord);
    mails := ARRAY(SELECT 'buyer' || floor(random() * people)::int || '@example.org' FROM generate_series(1, n) g);
    INSERT INTO customers_customer (match_key, kind, name, email, language, created_at)
    SELECT DISTINCT 'mail:' || m, 'person', 'Erika Mustermann', m, 'de', at FROM unnest(mails) AS m
     WHERE NOT EXISTS (SELECT 1 FROM customers_customer c WHERE c.match_key = 'mail:' || m)
     ORDER BY 1 ON CONFLICT (match_key) DO NOTHING;
    customer_ids := ARRAY(SELECT c.id FROM unnest(mails) WITH ORDINALITY AS asked(m, ord)
                            JOIN customers_customer c ON c.match_key = 'mail:' || asked.m ORDER BY ord);
    INSERT INTO customers_customeraddress (customer_id, street, postal_code, city, country, fingerprint)
    SELECT DISTINCT c, 'Musterweg 1', '50667', 'Köln', 'DE', '0123456789abcdef0123456789abcdef'
      FROM unnest(customer_ids) AS c ON CONFLICT DO NOTHING;
    PERFORM on_hand FROM inventory_balance WHERE sku_id = ANY (sku_ids) ORDER BY sku_id, location_id FOR NO KEY UPDATE;

    order_ids := ARRAY(SELECT nextval('orders_order_id_seq') FROM generate_series(1, n));
    line_ids := ARRAY(SELECT nextval('orders_orderline_id_seq') FROM generate_series(1, n * 3));
    reservation_ids := ARRAY(SELECT nextval('inventory_reservation_id_seq') FROM generate_series(1, n * 3));
    INSERT INTO orders_order (id, uuid, number, legal_entity_id, channel_id, external_id, customer_id, state, currency,
                              net, tax, gross, payment, ship_to, language, ordered_at, placed_at, ship_by)
    SELECT id, gen_random_uuid(), (100000 + id)::text, entity, channel, ext, customer, 'PLACED', 'EUR',
           50.39, 9.57, 59.96, 'paid',
           '{"name": "Erika Mustermann", "street": "Musterweg 1", "postal_code": "50667", "city": "Köln", "country": "DE", "email": "buyer@example.org"}',
           'de', at, at, at + interval '1 day'
      FROM unnest(order_ids, external, customer_ids) AS rows(id, ext, customer);
    INSERT INTO orders_orderline (id, order_id, position, sku_id, title, channel_sku, weight_g, unit_price, rate,
                                  net, tax, gross, ordered, reserved, short, ship_by, deliver_by)
    SELECT line, order_ids[(ord + 2) / 3], 1 + (ord + 2) % 3, sku, 'Article of the bench', number, 300, 9.99, 19,
           16.79, 3.19, 19.98, 2, 2, 0, at + interval '1 day', at + interval '4 days'
      FROM unnest(line_ids, sku_ids, numbers) WITH ORDINALITY AS rows(line, sku, number, ord);
    INSERT INTO orders_lineentry (line_id, kind, taken_from, quantity, reference, at, by)
    SELECT line, 'ordered', '', 2, 'placed', at, 'key:bench' FROM unnest(line_ids) AS line;
    INSERT INTO inventory_reservation (id, demand_id, sku_id, location_id, quantity, open, at)
    SELECT r, line, sku, place, 2, 2, at FROM unnest(reservation_ids, line_ids, sku_ids) AS rows(r, line, sku);
    INSERT INTO inventory_stockmove (sku_id, location_id, kind, quantity, cause, at, by)
    SELECT sku, place, 'reserve', 2, 'reserve:' || r, at, 'key:bench' FROM unnest(reservation_ids, sku_ids) AS rows(r, sku);
    INSERT INTO sourcing_sourcingdecision (order_id, occasion, reasons, at)
    SELECT o, 'intake', '{"asked": 6, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.20", "waiting": "1.00", "distance": "0.72"}, "total": "5.92", "served": 6, "verdict": "chosen", "location": 1}, {"rule": "", "costs": {"parcel": "4.50", "waiting": "1.00", "distance": "0.92"}, "total": "6.42", "served": 6, "verdict": "dearer", "location": 2}]}', at
      FROM unnest(order_ids) AS o;
    WITH told AS (
        INSERT INTO platform_event (name, subject, key, version, payload, at, by)
        SELECT 'OrderPlaced', 'order', o, 1, jsonb_build_object('order_id', o, 'number', (100000 + o)::text), at, 'key:bench'
          FROM unnest(order_ids) AS o RETURNING id, key
    )
    SELECT array_agg(id ORDER BY id) INTO event_ids FROM told;
    PERFORM procrastinate_defer_jobs_v1(ARRAY(
        SELECT ROW('bench', 'bench.deliver', 0, listener || ':' || (e / 64 % 16), NULL,
                   jsonb_build_object('listener', listener, 'event_ids', jsonb_agg(e)), NULL)::procrastinate_job_to_defer_v1
          FROM unnest(event_ids) AS e, unnest(ARRAY['open_order_payments', 'confirm_orders', 'acknowledge_orders']) AS listener
         GROUP BY listener, e / 64 % 16));
    IF keyed THEN
        INSERT INTO platform_idempotencykey (principal, key, fingerprint, status, body, created_at)
        SELECT 'key:bench', tag || g, sha256((tag || g)::bytea), 201,
               '{"uuid": "01a203b8-fac8-7b68-8f87-c747ecc5d95b", "number": "100006", "new": true}', at
          FROM generate_series(1, n) g;
    END IF;
END $$;
