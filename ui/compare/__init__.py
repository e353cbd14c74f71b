"""What Compare alone needs."""
