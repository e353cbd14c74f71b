"""Names every table shares, and the grid: spelt once, here.

Months are the first day of the month, as a date. Coordinates are longitude and latitude in degrees (WGS84) or
easting and northing in metres (British National Grid).
"""

from __future__ import annotations

WGS84 = 4326
NATIONAL_GRID = 27700

STREET = "police_uk_street"
TRANSPORT_POLICE = "police_uk_btp"
SEARCHES = "police_uk_search"
REGISTER = "operations_register"

SWINDON = "E06000030"
WILTSHIRE = "E06000054"
AUTHORITY_NAMES = {SWINDON: "Swindon", WILTSHIRE: "Wiltshire"}
FORCE_AREA = "Swindon and Wiltshire"
HOME_FORCE = "wiltshire"

OUTSIDE = "outside"
WITHOUT_LOCATION = "without location"
UNCLASSIFIED = "Unclassified"
POSSESSION = "Possession of weapons"

EXACT = "exact"
APPROXIMATE = "approximate"
NEAR_EDGE_METRES = 100

WARD = ["ward_code", "ward_name", "authority_code", "authority_name"]
CUBE = ["source_id", "force", "authority_code", "ward_code", "month", "offence_type",
        "weapon", "origin", "line_type", "age_band", "offences"]
