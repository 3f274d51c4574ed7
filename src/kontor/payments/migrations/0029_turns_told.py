"""What stood in the reference of money that was booked again is a number of its own."""

from django.db import migrations

SQL = r"""
ALTER TABLE payments_paymententry DISABLE TRIGGER payment_entry_append_only;
UPDATE payments_paymententry entry SET reference = told.m[1], turn = told.m[2]::smallint
  FROM (SELECT id, regexp_match(reference, CASE WHEN transaction_id IS NULL THEN '^(.+) \(again, (\d{1,3})\)$'
                                                ELSE '^(bank:\d+):(\d{1,3})$' END) AS m
          FROM payments_paymententry
         WHERE kind IN ('captured', 'unbooked') AND (reference LIKE '% (again, %' OR reference LIKE 'bank:%:%')) told
 WHERE entry.id = told.id AND told.m IS NOT NULL;
ALTER TABLE payments_paymententry ENABLE TRIGGER payment_entry_append_only;
"""
BACK = """
ALTER TABLE payments_paymententry DISABLE TRIGGER payment_entry_append_only;
UPDATE payments_paymententry
   SET reference = CASE WHEN transaction_id IS NULL THEN left(reference, 105) || ' (again, ' || turn || ')'
                        ELSE reference || ':' || turn END, turn = 1
 WHERE turn > 1;
ALTER TABLE payments_paymententry ENABLE TRIGGER payment_entry_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0028_turns")]
    operations = [migrations.RunSQL(SQL, BACK)]
