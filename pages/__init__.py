"""The pages, in the order of the menu; each file defines show(), and nothing is drawn on import."""
