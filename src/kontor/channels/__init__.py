"""Where orders come from: accounts with capability flags, listings, the inbox of raw messages, quarantine with replay."""
