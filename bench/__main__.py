"""All measurements but the long calibrations: `make bench`."""

from __future__ import annotations

from bench import audit_cost, browser, extract, hotspots, ingest, load, one_month, pages, queries
from bench.runs import console, real_data


def main() -> None:
    if real_data().exists():
        ingest.main()
        one_month.main()
        queries.main()
    else:
        console.print(
            f"There are no real files in {real_data()}: ingest and queries are left out. Set SVD_TEST_DATA."
        )
    extract.main()
    hotspots.main()
    browser.main()
    pages.main()
    load.main(["--minutes", "1"])
    audit_cost.main([])


main()
