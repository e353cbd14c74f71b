"""Partner data behind sharing agreements."""
