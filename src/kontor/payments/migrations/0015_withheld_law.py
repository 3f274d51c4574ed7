"""What is withheld of an order is never more than is left over of it; what was held back by requests so far is counted."""

from django.db import migrations

SQL = """
CREATE FUNCTION kontor_cap_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.withheld := LEAST(NEW.withheld, GREATEST(
        0, NEW.captured - NEW.refunded - NEW.refund_pending - NEW.disputed - NEW.amount));
    RETURN NEW;
END $$;
CREATE TRIGGER cap_withheld BEFORE UPDATE ON payments_payment
    FOR EACH ROW WHEN (NEW.withheld > 0) EXECUTE FUNCTION kontor_cap_withheld();

UPDATE payments_payment p SET lowered_by_hand = found.lowered, withheld = coalesce(found.refused, 0)
  FROM (SELECT order_id, sum(amount) AS lowered, sum(amount) FILTER (WHERE refused) AS refused
          FROM (SELECT q.order_id, i.amount, false AS refused
                  FROM payments_moneyintent i JOIN payments_payment q ON q.id = i.payment_id
                 WHERE i.kind = 'refund' AND i.cause LIKE 'left_over:%' AND NOT (i.state = 'failed' AND i.file_id IS NULL)
                 UNION ALL
                SELECT order_id, amount, state = 'refused' FROM payments_moneyrequest
                 WHERE cause LIKE 'left_over:%' AND state IN ('open', 'refused')) told
         GROUP BY order_id) found
 WHERE p.order_id = found.order_id;
"""

REVERSE = """
DROP TRIGGER cap_withheld ON payments_payment;
DROP FUNCTION kontor_cap_withheld();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0014_withheld")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
