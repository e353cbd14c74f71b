"""What may be recorded: each kind's fields and checks, from which tables, forms and files are made."""
