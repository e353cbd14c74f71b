"""Rates, their intervals, and whether one place stands out from others."""
