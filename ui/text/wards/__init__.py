"""What pages say of wards through time: vintages, and where a record lies now."""
