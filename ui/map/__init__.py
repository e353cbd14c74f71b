"""The ward map: a base that never changes, and what is painted on it."""
