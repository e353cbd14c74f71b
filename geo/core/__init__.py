"""What every analysis shares: names of columns, the reader's selection, what was received, what can be wrong."""
