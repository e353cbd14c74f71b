"""Phrases of harm: how it is weighed, and how much of it few people hold."""
