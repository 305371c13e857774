"""The fields of a request as options of the command: their names, what is said of them, and for which documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestOption:
    """One field of a request as an option. `kinds` are the documents it is for; a flag stands for "yes"; what is
    `needed` must be given with each of them."""

    field: str
    help: str
    metavar: str = "TEXT"
    kinds: tuple[str, ...] = ("leaflet", "label")
    flag: bool = False
    needed: bool = False

    @property
    def name(self) -> str:
        return f"--{self.field.replace('_', '-')}"


REQUEST_OPTIONS = (
    RequestOption("locale", "Language of the reader: leafgen list locales.", "TAG", needed=True),
    RequestOption("bilingual", "A second language, side by side: that of the staff.", "TAG", ("leaflet",)),
    RequestOption("edition", "standard, clear, large, or booklet (A5, to be folded).", "NAME", ("leaflet",)),
    RequestOption("stock", "Label stock: leafgen list stocks.", "ID", ("label",), needed=True),
    RequestOption("start", "First free label on the sheet, counted from 1.", "N", ("label",)),
    RequestOption("copies", "How many labels.", "N", ("label",)),
    RequestOption("product", "The product as dispensed.", kinds=("label",)),
    RequestOption("printer", "Calibrated printer of styles/printers.yaml.", "ID", ("label",)),
    RequestOption("quantity", "How much was dispensed.", kinds=("label",)),
    RequestOption("code", "leaflet: its address, as QR; gs1-datamatrix, gs1-128: the GTIN.", "NAME", ("label",)),
    RequestOption("clinic", "Who hands it out: leafgen list clinics.", "ID"),
    RequestOption("location", "Location of the clinic.", "ID"),
    RequestOption("department", "Department of the location.", "ID"),
    RequestOption("patient_name", "The patient's name."),
    RequestOption("birth_date", "Date of birth, as 1961-03-12.", "DATE"),
    RequestOption("date", "Date of issue, as 2026-11-22.", "DATE"),
    RequestOption("dose", "Personal dose: mg of elemental magnesium a day.", "MG"),
    RequestOption("times", "When it is taken: morning,noon,evening,bedtime.", "LIST"),
    RequestOption("prescribed", "The prescriber set this dose.", flag=True),
    RequestOption("dose_note", "A remark on the dose."),
)
