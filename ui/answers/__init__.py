"""One module a subject: store and register, through geo and disclosure control, to what a page shows."""
