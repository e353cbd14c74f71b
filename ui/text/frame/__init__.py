"""What stands around every page: signing in, and what went wrong."""
