"""The large counts that a release is held to, a module a promise; `make test` holds a small version of each."""
