"""What Lines alone needs."""
