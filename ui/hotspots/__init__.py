"""What Hotspots alone needs."""
