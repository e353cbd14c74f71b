"""What the frame and a page tell one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from streamlit.delta_generator import DeltaGenerator

from geo.core.selection import Selection
from ui.filters.sidebar import Look
from ui.map.map_view import MapView

PageSelection = TypeVar("PageSelection")


@dataclass(frozen=True)
class Layout:
    """How a page stands around its map.

    columns   relative widths of the map's column and of the one beside it; one width for a map as wide as the page
    look      whether the switches of shapes and layers stand above the map
    wards_of  the selection whose wards may be chosen on the page; None where none may
    """

    columns: tuple[int, ...] = (10, 10)
    look: bool = False
    wards_of: Selection | None = None


@dataclass(frozen=True)
class Places:
    """Where a page draws; made by the frame in the same order on every page, so that the map stays where it is.

    head    all that stands above the map
    above   between head and map, as wide as the map
    map     the map itself, which the frame draws
    below   under the map, as wide as the map
    beside  the other column; the map's own where there is one alone
    """

    head: DeltaGenerator
    above: DeltaGenerator
    map: DeltaGenerator
    below: DeltaGenerator
    beside: DeltaGenerator


@dataclass(frozen=True)
class Context(Generic[PageSelection]):
    """What a page is drawn from.

    selection  what the page's filters made
    look       how its map is drawn
    ward       code of the ward chosen; None for none
    view       what stands beside the map
    """

    selection: PageSelection
    look: Look
    ward: str | None
    view: str
    places: Places


class Page(Protocol):
    """A module of pages/. It draws nothing when it is imported.

    __name__  ends with its name in the address
    TITLE     its name in the row of links, and in its heading
    """

    __name__: str
    TITLE: str

    def filters(self) -> Any:
        """Draw the page's filters, in the sidebar; returns what they select."""

    def layout(self, selection: Any) -> Layout:
        """How the page stands around its map."""

    def ward_map(self, context: Context[Any]) -> MapView | None:
        """What the map shows; None for a page without a map."""

    def show(self, context: Context[Any]) -> None:
        """Draw all but the map."""
