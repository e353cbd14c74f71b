"""All proofs: `make prove`; or those named: `python -m bench.prove missingness`."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pkgutil import iter_modules

from bench import prove
from bench.runs import console


def main(names: list[str]) -> int:
    """Run each module's `main()`, which prints its figures and says whether they keep the promise; the number of those broken."""
    listed = [module.name for module in iter_modules(prove.__path__) if module.name != "__main__"]
    broken = []
    for name in names or listed:
        console.rule(name)
        begun = time.monotonic()
        if not import_module(f"bench.prove.{name}").main():
            broken.append(name)
        console.print(f"{name}: {time.monotonic() - begun:,.0f} s")
    console.print(f"Broken: {', '.join(broken)}." if broken else "Every promise is kept.")
    return len(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
