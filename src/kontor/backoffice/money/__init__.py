"""Money that comes and goes: bank, payouts, refunds, vouchers, reminders."""
