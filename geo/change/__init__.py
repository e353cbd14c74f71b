"""Whether counts have changed: between two periods, against their own past, beside another area."""
