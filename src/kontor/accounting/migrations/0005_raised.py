"""What the reminders of before cost is on record with the payment, too, where the payment asks for it still.

Accounting knows what its letters cost, and payments what is owed: the one time that the first is told to the second is written here.
"""

from django.db import migrations

SQL = """
UPDATE payments_payment payment SET raised = sent.costs
  FROM (SELECT order_id, sum(fee + interest) AS costs FROM accounting_dunningletter GROUP BY order_id) sent
  JOIN orders_order o ON o.id = sent.order_id AND o.state <> 'CANCELLED',
       LATERAL (SELECT coalesce(sum(gross), 0) AS gross FROM invoicing_invoice WHERE order_id = o.id) papers,
       LATERAL (SELECT coalesce(sum(CASE e.kind WHEN 'redeemed' THEN e.amount ELSE -e.amount END), 0) AS paid
                  FROM payments_voucherentry e JOIN payments_voucher v ON v.id = e.voucher_id AND v.purpose = 'multi'
                 WHERE e.order_id = o.id) used
 WHERE payment.order_id = sent.order_id AND payment.raised = 0 AND sent.costs > 0
   AND payment.amount >= sent.costs AND payment.amount >= papers.gross - used.paid + sent.costs;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0004_waiver"), ("payments", "0024_elsewhere_back"), ("orders", "0010_people"), ("invoicing", "0001_initial"),
    ]  # fmt: skip
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
