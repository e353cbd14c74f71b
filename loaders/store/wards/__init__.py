"""The wards of a build: its vintages, the points located in them, residents carried to them, and the shapes that maps draw."""
