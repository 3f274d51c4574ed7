"""How somebody comes in and stays in: password, second factor, passkey, the company's own login, sessions."""
