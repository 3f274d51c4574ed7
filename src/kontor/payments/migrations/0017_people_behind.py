"""What waits for a second person, and the vouchers of the last days, know who is behind them."""

from django.db import migrations

SQL = """
UPDATE payments_moneyrequest r SET asked_person = 'person:' || u.id
  FROM access_user u WHERE r.asked_by = 'user:' || u.username AND r.state = 'open';
UPDATE payments_moneyrequest SET asked_person = asked_by WHERE asked_person = '' AND state = 'open';
UPDATE payments_voucher v SET issued_person = 'person:' || u.id
  FROM access_user u WHERE v.issued_by = 'user:' || u.username AND v.order_id IS NULL;
UPDATE payments_voucher SET issued_person = issued_by WHERE issued_person = '' AND order_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0016_two_people"), ("access", "0008_key_made_by")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
