"""What the reminders of before cost is on record with the payment, too."""

from django.db import migrations

SQL = """
UPDATE payments_payment payment SET raised = least(payment.amount, sent.costs)
  FROM (SELECT order_id, sum(fee + interest) AS costs FROM accounting_dunningletter GROUP BY order_id) sent
  JOIN orders_order o ON o.id = sent.order_id AND o.state <> 'CANCELLED'
 WHERE payment.order_id = sent.order_id AND payment.raised = 0 AND sent.costs > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0004_waiver"), ("payments", "0021_raised"), ("orders", "0010_people")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
