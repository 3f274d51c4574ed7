"""The companies of the merchant: who owns stock, sells, issues documents and keeps books."""
