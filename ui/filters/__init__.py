"""The sidebar, bound to the address."""
