"""What Operations alone needs."""
