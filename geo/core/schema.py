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
FORCE_EXTRACT = "force_extract"
FORCE_SEARCHES = "force_search"
REGISTER = "operations_register"

LOCAL_ZONE = "Europe/London"

OUTSIDE = "outside"
WITHOUT_LOCATION = "without location"
UNCLASSIFIED = "Unclassified"
POSSESSION = "Possession of weapons"
VIOLENCE = "Violence and sexual offences"
ROBBERY = "Robbery"

# The words of a force's own records; street-level crime says none of this.
WEAPONS = ("knife", "firearm", "other", "none", "unknown")
ORIGINS = ("reported", "proactive", "school", "unknown")
LINE_TYPES = ("local_line", "county_line", "no_line", "unclear", "not_recorded")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

EXACT = "exact"
GENERALISED = "generalised to 20 m"  # of the embedded wards
APPROXIMATE = "approximate"  # of wards that versions before the embedded map rebuilt from points; older builds say it
NEAR_EDGE_METRES = 20  # so far may a generalised edge lie from the true one

WARD = ["ward_code", "ward_name", "authority_code", "authority_name"]
CUBE = [
    "source_id",
    "force",
    "authority_code",
    "ward_code",
    "month",
    "offence_type",
    "weapon",
    "knife_enabled",
    "origin",
    "line_type",
    "age_band",
    "victim_age_band",
    "offences",
]
