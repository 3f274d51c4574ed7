"""One verb for many rows: what there is, what each would refuse, and how a job works through its rows."""
