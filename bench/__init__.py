"""Measurements, run by hand: `make bench`. Each prints a table with ratios; bench/README.md keeps a machine's results."""
