"""What stands around every page: the server, page settings, heading, display modes, guide, errors."""
