"""What other programs are told: the news as they stand in the feed, by asking for them or by webhooks."""
