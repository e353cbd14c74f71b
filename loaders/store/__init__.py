"""Builds that never change: written whole, pointed to last, opened read-only."""
