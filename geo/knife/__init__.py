"""Knife crime from a force's own records: how it came to light, lines, hours."""
