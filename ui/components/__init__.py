"""What several pages draw alike: cards, tables, charts, downloads."""
