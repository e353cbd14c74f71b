"""Demonstration data: made up, drawn by a fixed seed from the figures in `data/`."""
