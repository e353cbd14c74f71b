"""Shapes: wards, hexagons, equal tiles, areas of one's own."""
