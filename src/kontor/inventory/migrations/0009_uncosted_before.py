"""What left before purchase prices were kept left without one: said so, not counted as free of cost."""

from django.db import migrations

SQL = """
UPDATE inventory_reservation reservation SET issued_uncosted = issued.pieces
  FROM (SELECT split_part(cause, ':', 2)::bigint AS id, sum(quantity) AS pieces
          FROM inventory_stockmove WHERE kind = 'issue' AND cause LIKE 'issue:%' GROUP BY 1) AS issued
 WHERE issued.id = reservation.id AND reservation.issued_cost = 0 AND reservation.issued_uncosted = 0
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_purchase_prices")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
