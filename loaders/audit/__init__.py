"""Who saw and did what: an append-only record, chained by hashes, sealed elsewhere, and what checks and reads it."""
