"""Orders from files of other programs: a profile says what the columns mean, no code is needed."""
