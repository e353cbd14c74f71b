"""What Wards alone needs."""
