"""Messages to buyers: templates with flat placeholders, written once per cause, sent after the commit; and webhooks: where other
programs hear the news, signed, tried again for days.
"""
