"""What `python -m bench.prove` measures: each module a promise of the program, tried on many made-up worlds."""
