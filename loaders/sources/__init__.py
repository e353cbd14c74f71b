"""One file a source: how it is recognised and read, each row accepted or rejected with a reason."""
