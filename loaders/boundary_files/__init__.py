"""Files of boundaries: the kinds of them that are opened, which layer and columns hold wards, and in which reference system they lie."""
