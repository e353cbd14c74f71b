"""Forms and files of the register, made from the record types."""
