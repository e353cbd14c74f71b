"""The one door to the store: nothing else in the program opens it, nor asks what a source declares."""
