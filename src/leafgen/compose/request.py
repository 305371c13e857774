"""The Request: every option of one leaflet or label, validated and resolved once, with every fault named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TypeVar

from leafgen.compose.personal import LONGEST_NAME, OLDEST, as_typed, day_of_issue, long_ago, unprintable
from leafgen.content.clinics import Clinic, Department, Location
from leafgen.content.content import Content
from leafgen.content.locales import TIMES_OF_DAY, Locale
from leafgen.content.model import Indication
from leafgen.content.printers import Printer
from leafgen.content.products import Product
from leafgen.content.stocks import Stock
from leafgen.kernel.catalogue import Catalogue, Entry
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput

KINDS = ("leaflet", "label")
#: What a code on a label says: nothing; where its leaflet is to be read, as QR; the number of the pack handed out
#: (its GTIN), as a square or as bars.
CODES = ("none", "leaflet", "gs1-datamatrix", "gs1-128")
EDITIONS = ("standard", "clear", "large", "booklet")
#: Every field of a request, as batch columns, command options and the web page name them.
FIELDS = (
    "kind", "indication", "locale", "bilingual", "edition", "stock", "start", "copies", "clinic", "location",
    "department", "patient_name", "birth_date", "date", "dose", "times", "prescribed", "dose_note", "product",
    "quantity", "printer", "code",
)  # fmt: skip
#: Fields that a leaflet may not be asked for, and those that a label may not.
LABELS_ONLY = ("stock", "start", "copies", "product", "quantity", "printer", "code")
LEAFLETS_ONLY = ("bilingual",)
#: Longest free text in characters; a longer one is refused, never cut.
TEXT_LIMITS = {"patient_name": LONGEST_NAME, "dose_note": 120, "product": 60, "quantity": 30}
MOST_COPIES = 500
#: What looks like an id of the catalogue is not taken for a product's name.
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Request:
    """What to print, for whom. `dose` is elemental magnesium in mg a day, taken at `times`; `stock` is None for
    a leaflet; `bilingual` is the language beside the reader's own; `start` counts label positions from 1; `product`
    is free text, or the id of `catalogue_product`; `gtin` is that of the pack handed out, when a code is to say it."""

    kind: str
    indication: Indication
    locale: Locale
    clinic: Clinic
    bilingual: Locale | None = None
    edition: str = "standard"
    stock: Stock | None = None
    start: int = 1
    copies: int = 1
    location: Location | None = None
    department: Department | None = None
    patient_name: str = ""
    birth_date: date | None = None
    date: date | None = None
    dose: Decimal | None = None
    times: tuple[str, ...] = ()
    prescribed: bool = False
    dose_note: str = ""
    product: str = ""
    quantity: str = ""
    printer: Printer | None = None
    catalogue_product: Product | None = None
    code: str = "none"
    gtin: str = ""


def read_request(fields: Mapping[str, str], content: Content, today: date) -> Request:
    """Validate text fields (empty ones count as not given) into a Request.

    `today` dates a label that bears a patient's name and no date of its own.
    Raises InvalidInput with a diagnostic for every field at fault.
    """
    return _Reader(fields, content, today).read()


class _Reader:
    def __init__(self, fields: Mapping[str, str], content: Content, today: date) -> None:
        self.fields = {name: value.strip() for name, value in fields.items() if value.strip()}
        self.content = content
        self.today = today
        self.diagnostics = Diagnostics()

    def fault(self, field: str, message: str, advice: str = "") -> None:
        self.diagnostics.add(Place("request", 0, field), message, advice)

    def read(self) -> Request:
        for name in self.fields.keys() - set(FIELDS):
            self.fault(name, "there is no such field")
        kind, edition = self.one_of("kind", KINDS, ""), self.one_of("edition", EDITIONS, "standard")
        indication = self.entry("indication", self.content.indications, required=True)
        locale = self.entry("locale", self.content.locales, required=True)
        bilingual = self.entry("bilingual", self.content.locales)
        if bilingual and bilingual is locale:
            self.fault("bilingual", "is the leaflet's own language")
        clinic = self.entry("clinic", self.content.clinics) or self.content.default_clinic
        location, department = self.place(clinic)
        stock = self.entry("stock", self.content.stocks, required=kind == "label")
        printer = self.entry("printer", self.content.printers)
        start, copies = self.count("start"), self.count("copies")
        dose, times = self.dose()
        birth_date, day = self.day("birth_date"), self.day("date")
        if birth_date and birth_date > self.today:
            self.fault("birth_date", "lies in the future")
        elif birth_date and long_ago(birth_date, self.today):
            self.fault("birth_date", f"lies more than {OLDEST} years in the past")
        texts = {name: self.free_text(name) for name in TEXT_LIMITS}
        prescribed = self.flag("prescribed")
        if prescribed and dose is None:
            self.fault("prescribed", "is given without a dose")
        product = self.product(texts["product"], texts["quantity"])
        if product and dose is not None:
            self.check_units(product, dose, max(1, len(times)), indication)
        code = self.code(clinic)
        gtin = self.gtin(product, texts["quantity"]) if code.startswith("gs1") else ""
        self.check_label(kind, indication, stock, start)
        if self.diagnostics or indication is None or locale is None:
            raise InvalidInput("the request is invalid", diagnostics=self.diagnostics)
        day = day_of_issue(kind, texts["patient_name"], day, self.today)
        return Request(
            kind=kind, indication=indication, locale=locale, clinic=clinic, bilingual=bilingual,
            edition=edition, stock=stock if kind == "label" else None,
            start=start, copies=copies, location=location, department=department, birth_date=birth_date, date=day,
            dose=dose, times=times, prescribed=prescribed, printer=printer, catalogue_product=product, code=code,
            gtin=gtin,
            **texts,
        )  # fmt: skip

    def entry(self, field: str, catalogue: Catalogue[E], *, required: bool = False) -> E | None:
        value = self.fields.get(field, "")
        if not value:
            if required:
                self.fault(field, f"is missing: name a {catalogue.what}")
            return None
        try:
            return catalogue.choose(value)
        except InvalidInput as error:
            self.fault(field, error.message, error.advice)
            return None

    def one_of(self, field: str, choices: tuple[str, ...], default: str) -> str:
        value = self.fields.get(field, default)
        if value not in choices:
            self.fault(field, f"is {value!r}: {', '.join(choices)}")
        return value

    def place(self, clinic: Clinic) -> tuple[Location | None, Department | None]:
        location = self.entry("location", clinic.location_catalogue)
        if location:
            return location, self.entry("department", location.department_catalogue)
        if "department" in self.fields:
            self.fault("department", "is given without a location")
        return None, None

    def count(self, field: str) -> int:
        text = self.fields.get(field, "1")
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= MOST_COPIES:
            self.fault(field, f"is {text!r}: a whole number from 1 to {MOST_COPIES}")
            return 1
        return int(text)

    def flag(self, field: str) -> bool:
        text = self.fields.get(field, "no").lower()
        if text not in ("yes", "no", "true", "false", "1", "0"):
            self.fault(field, f"is {text!r}: yes or no")
        return text in ("yes", "true", "1")

    def day(self, field: str) -> date | None:
        text = self.fields.get(field)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(field, f"is {text!r}: not a date", "write it as 2026-11-22")
            return None

    def dose(self) -> tuple[Decimal | None, tuple[str, ...]]:
        text = self.fields.get("dose")
        times = tuple(part.strip() for part in self.fields.get("times", "").split(",") if part.strip())
        if unknown := [time for time in times if time not in TIMES_OF_DAY]:
            self.fault("times", f"names {', '.join(unknown)}: there is {', '.join(TIMES_OF_DAY)}")
        if len(set(times)) != len(times):
            self.fault("times", "names a time of day twice")
        if text is None:
            if times:
                self.fault("times", "is given without a dose")
            return None, ()
        try:
            dose = Decimal(text)
        except InvalidOperation:
            dose = Decimal(0)
        if not dose.is_finite() or not 0 < dose <= 10_000 or dose != dose.quantize(Decimal(1)):
            self.fault("dose", f"is {text!r}: a whole number of mg of elemental magnesium a day")
            return None, ()
        if times and dose % len(times):
            problem = f"{text} mg cannot be divided into {len(times)} equal whole amounts"
            self.fault("dose", problem, "change the dose or the times")
        return dose, tuple(time for time in TIMES_OF_DAY if time in times)

    def free_text(self, field: str) -> str:
        text = as_typed(self.fields.get(field, ""))
        if odd := unprintable(text):
            self.fault(field, f"holds a character that cannot be printed: U+{ord(odd):04X}")
        if len(text) > TEXT_LIMITS[field]:
            self.fault(field, f"has {len(text)} characters: at most {TEXT_LIMITS[field]}")
        return text

    def product(self, name: str, quantity: str) -> Product | None:
        """The product of the catalogue, or None for free text. A quantity in digits is one of its packs."""
        catalogue = self.content.products
        if name not in catalogue:
            if _ID.fullmatch(name) and (near := get_close_matches(name, catalogue, n=1, cutoff=0.8)):
                self.fault("product", f"there is no product {name!r}", f"did you mean {near[0]!r}?")
            return None
        packs = [str(pack) for pack in catalogue[name].packs]
        if quantity.isdecimal() and quantity not in packs:
            advice = "write another quantity out, with its unit"
            self.fault(
                "quantity", f"is {quantity}, but {name} comes in packs of {', '.join(packs) or 'no size'}", advice
            )
        return catalogue[name]

    def code(self, clinic: Clinic) -> str:
        """What the label's code says; an address needs a clinic with a website."""
        code = self.one_of("code", CODES, "none")
        if code == "leaflet" and not clinic.website:
            self.fault("code", f"{clinic.name} has no website: the code would lead nowhere", "add it to the profile")
        return code

    def gtin(self, product: Product | None, quantity: str) -> str:
        """The number of the pack that is handed out; none is made up."""
        if product is None:
            self.fault("code", "is that of a pack: name a product of the catalogue", "see leaflets/products/")
        elif not product.gtins:
            self.fault("code", f"{product.id} has no GTIN", "enter the one on its pack, in leaflets/products/")
        elif found := [pack.gtin for pack in product.gtins if str(pack.units) == quantity]:
            return found[0]
        else:
            packs = ", ".join(str(pack.units) for pack in product.gtins)
            self.fault("code", f"is that of a pack: give a quantity of {packs}, the packs whose GTIN is known")
        return ""

    def check_units(self, product: Product, dose: Decimal, times: int, indication: Indication | None) -> None:
        """A dose is whole units of the product at each time, or parts into which one can be broken."""
        if product.count(dose / times) is not None:
            return
        fact = indication.facts[indication.dose] if indication and indication.dose else None
        low, high = (fact.low, fact.high) if fact else (Decimal(1), dose * 2)
        possible = ", ".join(f"{one:f}" for one in product.possible(low, high, times))
        pieces = {1: "cannot be broken", 2: "breaks into halves", 4: "breaks into quarters"}[product.parts]
        each = f" at each of {times} times" if times > 1 else ""
        self.fault(
            "dose",
            f"{dose:f} mg a day is no number of {product.unit}s of {product.strength.high:f} mg{each}: it {pieces}",
            f"possible: {possible} mg a day"
            if possible
            else "no dose of the range is possible: choose another product",
        )

    def check_label(self, kind: str, indication: Indication | None, stock: Stock | None, start: int) -> None:
        if kind == "leaflet":
            for name in LABELS_ONLY:
                if name in self.fields:
                    self.fault(name, "is for labels only")
            return
        for name in LEAFLETS_ONLY:
            if name in self.fields:
                self.fault(name, "is for leaflets only")
        if indication and not indication.label:
            self.fault("indication", f"{indication.id} is a general leaflet: there is no label for it")
        if stock and start > stock.per_sheet:
            self.fault("start", f"is {start}, but {stock.name} has {stock.per_sheet} labels a sheet")
