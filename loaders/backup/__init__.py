"""What people entered, in one file that can be put back: made while edits run, checked, and restored whole or not at all."""
