"""The area of data/area.toml, and its authorities by the names that tests use."""

from __future__ import annotations

from loaders.area import DEFAULT, read_area

HOME = read_area(DEFAULT).area
SWINDON, WILTSHIRE = HOME.codes
