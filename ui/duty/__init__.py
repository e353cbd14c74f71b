"""What the Duty alone needs."""
