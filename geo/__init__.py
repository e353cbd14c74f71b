"""The analysis: pure functions over numbers, tables and shapes; no screen, file or database."""
