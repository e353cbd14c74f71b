"""Stop and search: what searches find, on whom they fall, section 60, samples for panels."""
