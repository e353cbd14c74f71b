"""What stands on screen, by page: one phrase, one home."""
