"""Answers about wards: every ward beside the others, and one place by itself."""
