"""The same tree as the program, and what its tests share."""
