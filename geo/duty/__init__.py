"""The Duty's own measures: need beside spend, pathways, prevention."""
