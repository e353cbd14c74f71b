"""The two kinds of a force's own records: its offences, and its stops and searches. How they are read is the same for both."""

from __future__ import annotations

from dataclasses import dataclass

from geo.core.schema import FORCE_EXTRACT, FORCE_SEARCHES
from loaders.reference import offence_types, table

# Fields that refer to people → the column of their pseudonyms, and what that makes of them.
PEOPLE = {"suspect_references": "suspects", "victim_references": "victims"}


@dataclass(frozen=True)
class ExtractKind:
    """What an extract is of.

    name        as a mapping names it, and the sheet of its template
    a_row       what one row is, in the notes of the template
    source_id   the source that its rows become
    reference   the field of the force's own reference, and how it is called
    pseudonym   the column that holds its pseudonym while a file is read
    when        fields of which one must say when it was
    days        columns that say how far an extract goes
    fields_table, words_table  tables of data/: the fields of its template, and the words that they take
    """

    name: str
    a_row: str
    source_id: str
    reference: str
    display_name: str
    pseudonym: str
    when: tuple[str, ...]
    days: tuple[str, ...]
    fields_table: str
    words_table: str

    @property
    def fields(self) -> list[str]:
        """Every field that can be given, in the template's order."""
        return table(self.fields_table)["field"].tolist()

    @property
    def fields_without_people(self) -> list[str]:
        """The same without references of people: all there are where people are not kept."""
        return [field for field in self.fields if field not in PEOPLE]

    def vocabulary(self, field: str) -> list[str]:
        """Our own words for a field; empty where it takes any text."""
        if self is OFFENCES and field == "offence_type":
            return offence_types()
        words = table(self.words_table)
        return words.loc[words["field"] == field, "word"].tolist()

    def spellings(self) -> dict[str, dict[str, str]]:
        """Field → spelling (lower case) → our word, for every field that has words."""
        listed = (
            {
                "offence_type": {
                    offence_type.lower(): offence_type for offence_type in offence_types()
                }
            }
            if self is OFFENCES
            else {}
        )
        for row in table(self.words_table).itertuples():
            known = listed.setdefault(str(row.field), {})
            known |= {
                str(row.word).lower(): str(row.word),
                **{
                    spelling: str(row.word)
                    for spelling in str(row.spellings).split("|")
                    if spelling
                },
            }
        return listed


OFFENCES = ExtractKind(
    "offences",
    "an offence",
    FORCE_EXTRACT,
    "crime_reference",
    "crime reference",
    "crime_id",
    ("committed_from", "recorded_on"),
    ("recorded_on", "occurred_from", "month"),
    "extract_fields",
    "extract_words",
)
OWN_SEARCHES = ExtractKind(
    "searches",
    "a search",
    FORCE_SEARCHES,
    "search_reference",
    "search reference",
    "reference",
    ("searched_at",),
    ("at", "month"),
    "search_fields",
    "search_words",
)
KINDS = (OFFENCES, OWN_SEARCHES)
