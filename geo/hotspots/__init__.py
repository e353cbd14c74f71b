"""Places that stand out beyond chance: where, whether they last, what they foretell."""
