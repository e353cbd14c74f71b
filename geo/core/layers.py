"""Named layers of a map: each a fixed way to narrow a selection, so that one name always counts the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.core.schema import LINE_TYPES, ORIGINS, WEAPONS
from geo.core.selection import Named, Selection

COLUMNS = {
    "offence_types": "offence_type",
    "weapons": "weapon",
    "origins": "origin",
    "line_types": "line_type",
}
FIXED = ("offence_types", "weapons", "knife_enabled", "origins", "line_types")


@dataclass(frozen=True)
class Layer:
    """One layer: what it selects and the words that go with it.

    told_apart  the column whose values the map tells apart by pattern as well as colour; empty for none
    """

    name: str
    title: str
    source_id: str
    offence_types: tuple[str, ...]
    weapons: tuple[str, ...]
    knife_enabled: bool | None
    origins: tuple[str, ...]
    line_types: tuple[str, ...]
    told_apart: str
    words: str
    source: str

    def of(self, selection: Selection) -> Selection:
        """The layer's offences in the place and months of a selection; filters the layer leaves open stay as they are.

        Returns a Selection. Source: data/layers.csv.
        """
        fixed = {name: getattr(self, name) for name in self.fixes}
        made: Selection = replace(
            selection,
            source_id=self.source_id,
            offence_types=self.offence_types,
            **{name: value for name, value in fixed.items() if name != "offence_types"},
        )
        alone = replace(made.any_kind(), **fixed)
        return replace(made, layer=Named(self.title, alone.narrowed_by))

    @property
    def fixes(self) -> tuple[str, ...]:
        """The filters the layer decides, as a Selection names them. Returns a tuple. Source: see of."""
        return tuple(name for name in FIXED if getattr(self, name) not in ((), None))

    def holds(self, kinds: DataFrame) -> Series:
        """Of each kind of offence, whether it belongs to the layer.

        kinds  offence_type, weapon, knife_enabled, origin and line_type, a row a kind; what is not known of a kind is missing

        Returns bool, indexed as the kinds. Source: see of.
        """
        held = Series(True, index=kinds.index)
        for name, column in COLUMNS.items():
            if getattr(self, name):
                held &= kinds[column].isin(getattr(self, name))
        if self.knife_enabled is not None:
            held &= kinds["knife_enabled"].eq(self.knife_enabled).fillna(False).astype(bool)
        return held

    def is_asked_by(self, selection: Selection) -> bool:
        """Whether a selection is this layer and nothing narrower, in whatever place and months.

        Returns a bool. Source: see of.
        """
        return self.of(selection.any_kind()) == selection


def layer_of(row: Mapping[str, str]) -> Layer:
    """A layer from a row of text.

    row  text (str) by column: layer, title, source_id, told_apart, words, source; offence_types, weapons, origins and line_types as
         lists parted by “|” (empty for any); knife_enabled “yes”, “no” or empty for either

    Returns a Layer. Raises DataProblem for a word that the schema does not know. Source: data/layers.csv.
    """
    lists = {
        name: tuple(filter(None, row[name].split("|")))
        for name in ("offence_types", "weapons", "origins", "line_types")
    }
    for name, known in (("weapons", WEAPONS), ("origins", ORIGINS), ("line_types", LINE_TYPES)):
        unknown = [word for word in lists[name] if word not in known]
        if unknown:
            raise DataProblem(
                f"The layer {row['layer']} names an unknown word.",
                f"It says {', '.join(unknown)} under {name}.",
                f"Use some of: {', '.join(known)}.",
            )
    flag = {"yes": True, "no": False}.get(row["knife_enabled"])
    return Layer(
        name=row["layer"],
        title=row["title"],
        source_id=row["source_id"],
        knife_enabled=flag,
        told_apart=row["told_apart"],
        words=row["words"],
        source=row["source"],
        **lists,
    )
