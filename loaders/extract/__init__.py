"""Reading a force's own tables: columns, dates, places, mapping, privacy."""
