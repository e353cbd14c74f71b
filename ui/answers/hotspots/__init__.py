"""Answers about hotspots: local statistics, and what is read beside them."""
