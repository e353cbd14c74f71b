"""What Stop and search alone needs."""
