"""Records: what one patient's line of an input holds, as it came, before anybody says what it means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leafgen.compose.request import KINDS
from leafgen.content.products import Product
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput

#: The contract: what a table may have for each row, in the order in which pages name it.
COLUMNS = (
    "id", "kind", "indication", "locale", "stock", "copies", "edition", "clinic", "location", "department", "product",
    "quantity", "dose", "times", "prescribed", "dose_note", "patient_name", "birth_date", "date",
)  # fmt: skip
#: The documents that each kind of row asks for.
KINDS_OF_ROW = {**{kind: (kind,) for kind in KINDS}, "both": KINDS}
REQUIRED = ("id", "kind", "indication", "locale")
#: What rejected.csv adds to a row. It may be fed back after mending: these are then passed over.
ADDED = ("line", "reason")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is rejected: the column at fault ("" for the whole row), what is wrong, and what to do."""

    column: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        text = f"{self.column}: {self.message}" if self.column else self.message
        return f"{text} ({self.advice})" if self.advice else text


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it came. `line` counts from 1 and is where its reader finds it: the line of a text file, the row
    of a spreadsheet, the entry of a bundle. `faults` are those that its form alone shows; `mend` is the column that
    is left empty among the rejected rows, where without that somebody could feed the row back as it is."""

    line: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An input that can be read: its headers as they came, how many rows it has, and the rows, as often as needed.

    A reader that returns one has read all of it once: whatever would stop it half-way was found before.
    """

    headers: tuple[str, ...]
    count: int
    records: Callable[[], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an input is to be read: what its bytes cannot say. The `encoding` and the `sheet`, where they are named; and,
    for FHIR, the tags of the `locales` there are, and the `products` whose doses are counted in tablets."""

    encoding: str = ""
    sheet: str = ""
    locales: Collection[str] = ()
    products: Mapping[str, Product] = field(default_factory=dict)


#: As the input says itself.
AS_IT_IS = Reading()


def named(cells: Sequence[str], place: Place, diagnostics: Diagnostics) -> tuple[str, ...]:
    """The headers of a table's first row; one that stands twice is a fault."""
    headers = tuple(cell.strip() for cell in cells)
    for header in sorted({header for header in headers if header and headers.count(header) > 1}):
        diagnostics.add(replace(place, path=header), "the header stands twice")
    return headers


def require_rows(count: int, headers: tuple[str, ...], name: str, diagnostics: Diagnostics) -> None:
    """Raise InvalidInput when anything was found, or when there is nothing to print."""
    if not diagnostics and not headers:
        diagnostics.add(Place(name), "is empty")
    elif not diagnostics and not count:
        diagnostics.add(Place(name), "has no row below its header")
    if diagnostics:
        raise InvalidInput(f"{name} cannot be read; nothing was made", diagnostics=diagnostics)


def form_faults(cells: Sequence[str], width: int) -> Iterator[Fault]:
    """What a row's form alone shows. A row of another width may have its cells under the wrong headers."""
    if len(cells) != width:
        few = "fewer" if len(cells) < width else "more"
        advice = "look for a separator too many or too few; a cell that holds one stands in quotation marks"
        yield Fault("", f"has {len(cells)} cells, {few} than the {width} of the header", advice)
    elif any("\n" in cell or "\r" in cell for cell in cells):
        yield Fault("", "a cell runs over more than one line", "write it on one; look for an open quotation mark")
