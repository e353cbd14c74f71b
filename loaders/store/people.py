"""The people named in knife-enabled offences, for sums alone: numbers made for one question, never the pseudonyms that lie in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.core.errors import DataProblem
from loaders.documents.columns import PERSON_COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AGES = {"suspects": "age_band", "victims": "victim_age_band"}
OFFENCES = (
    "offence",
    "month",
    "authority_code",
    "age_band",
    "line_type",
    "offence_code",
    "offence_type",
)
NAMINGS = ("offence", "person")


def namings(
    connection: DuckDBPyConnection, files: str, role: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Knife-enabled offences, each reference once, and the people named in each.

    files  the files of whole months of one source and force, as DuckDB lists them
    role   suspects or victims

    Returns the offences: offence (int from 0), month, authority_code (by the reference vintage; None where it has no place there),
    age_band (of the first suspect, or victim), line_type, offence_code, offence_type; and the namings: offence, person (int from 0),
    each pair once. Numbers of people are those of this answer alone. A reference that stands twice is one offence, with all people of both.
    """
    if role not in PERSON_COLUMNS:
        raise DataProblem("People are asked for as suspects or as victims.", f"We saw {role}.")
    held = connection.execute(
        f"SELECT * FROM read_parquet({files}, union_by_name = true) LIMIT 0"
    ).description
    people = role if role in {name for name, *_ in held or ()} else "NULL::VARCHAR"
    age = AGES[role] if AGES[role] in {name for name, *_ in held or ()} else "NULL::VARCHAR"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE named AS SELECT crime_id, row_number() OVER (ORDER BY crime_id) - 1 AS offence, "
        f"min(month) AS month, min(authority_code) AS authority_code, min({age}) AS age_band, min(line_type) AS line_type, "
        f"min(offence_code) AS offence_code, min(offence_type) AS offence_type, string_agg({people}, ' ') AS people "
        f"FROM read_parquet({files}, union_by_name = true) WHERE knife_enabled GROUP BY crime_id"
    )
    offences = connection.sql(f"SELECT {', '.join(OFFENCES)} FROM named ORDER BY offence").df()
    pairs = connection.sql(
        "SELECT DISTINCT offence, unnest(string_split(people, ' ')) AS reference FROM named WHERE people IS NOT NULL"
    ).df()
    connection.execute("DROP TABLE named")
    # numbers in an order that says nothing of the pseudonyms beyond which are the same
    people_numbers = pd.factorize(pairs["reference"], sort=True)[0]
    numbered = pd.DataFrame({"offence": pairs["offence"], "person": people_numbers})
    return offences, numbered.sort_values(["offence", "person"], ignore_index=True)


def no_namings() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same where nothing is loaded."""
    return pd.DataFrame(columns=list(OFFENCES)), pd.DataFrame(columns=list(NAMINGS), dtype="int64")
