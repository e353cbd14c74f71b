"""What the Briefing alone needs."""
