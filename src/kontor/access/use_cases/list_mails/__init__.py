"""Lists that go out by mail."""
