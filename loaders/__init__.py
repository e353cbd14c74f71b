"""Reading: one file for each source, the store that keeps what was read, and the command line."""
