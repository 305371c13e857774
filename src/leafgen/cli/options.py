"""The request's options, declared once for every command that takes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer


@dataclass(frozen=True, slots=True)
class RequestOption:
    """One field of a request as an option. `kinds` are the documents it is for; a flag stands for "yes"."""

    field: str
    help: str
    metavar: str = "TEXT"
    kinds: tuple[str, ...] = ("leaflet", "label")
    flag: bool = False

    @property
    def name(self) -> str:
        return f"--{self.field.replace('_', '-')}"


REQUEST_OPTIONS = (
    RequestOption("locale", "Language of the reader: leafgen list locales.", "TAG"),
    RequestOption("bilingual", "A second language, side by side: that of the staff.", "TAG", ("leaflet",)),
    RequestOption("edition", "standard, clear, large, or booklet (A5, to be folded).", "NAME", ("leaflet",)),
    RequestOption("stock", "Label stock: leafgen list stocks.", "ID", ("label",)),
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


def request_options(*kinds: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these kinds of document; it receives them as `fields`, a dict of text."""
    chosen = [option for option in REQUEST_OPTIONS if set(option.kinds) & set(kinds)]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**arguments: Any) -> None:
            given = {option.field: arguments.pop(option.field) for option in chosen}
            fields = {name: "yes" if value is True else value for name, value in given.items() if value}
            command(fields=fields, **arguments)

        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "fields"]
        options = [_parameter(option) for option in chosen]
        run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
        run.__annotations__ = {}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


def _parameter(option: RequestOption) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    if option.flag:
        annotation: Any = Annotated[bool, typer.Option(option.name, help=option.help)]
        return inspect.Parameter(option.field, kind, default=False, annotation=annotation)
    annotation = Annotated[str, typer.Option(option.name, help=option.help, metavar=option.metavar, show_default=False)]
    return inspect.Parameter(option.field, kind, default="", annotation=annotation)
