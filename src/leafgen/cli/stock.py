"""`leafgen stock`: label stocks checked, printers calibrated by a test page; and the rows of `leafgen list stocks`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from leafgen.cli.console import say
from leafgen.compose.imposition import MARK_INSET_MM, Calibration, page_size
from leafgen.content.stocks import Stock
from leafgen.deliver.writer import release
from leafgen.kernel.errors import CommandError
from leafgen.pipeline import Leafgen
from leafgen.render.label_fits import Fit, Fitter
from leafgen.render.label_test_page import page_promise, render_test_page

app = typer.Typer(help="Check label stocks, and calibrate printers.", no_args_is_help=True, rich_markup_mode=None)

#: The face test pages are set in.
FONT = "fira-sans"

#: No printer is so far off that a mark comes out farther from its edge, in mm.
_FARTHEST_MM = 3 * MARK_INSET_MM

Name = Annotated[str, typer.Argument(metavar="STOCK", help="Label stock: leafgen list stocks.", show_default=False)]
Distance = Annotated[float, typer.Option(metavar="MM", help="From the mark to the paper's nearest edge.")]


@app.command()
def check(context: typer.Context) -> None:
    """Check every stock: its labels on the paper, apart from each other, each name for one stock only."""
    leafgen: Leafgen = context.obj.leafgen
    stocks = leafgen.content.stocks.values()
    sheets = sum(1 for stock in stocks if stock.sheet)
    aliases = sum(len(stock.aliases) for stock in stocks)
    say(f"{len(stocks)} stocks ({sheets} sheets, {len(stocks) - sheets} rolls) with {aliases} aliases: all sound")


@app.command("test-page")
def make_test_page(
    context: typer.Context,
    stock: Name,
    output: Annotated[Path, typer.Option("-o", "--output", help="The PDF to write.", show_default=False)],
    printer: Annotated[str, typer.Option(metavar="ID", help="As this printer of styles/printers.yaml.")] = "",
    offset_x: Annotated[float, typer.Option(metavar="MM", help="Moved to the right by.")] = 0.0,
    offset_y: Annotated[float, typer.Option(metavar="MM", help="Moved upwards by.")] = 0.0,
    scale: Annotated[str, typer.Option(metavar="X[,Y]", help="Enlarged by these factors.")] = "1",
) -> None:
    """Make a test page: where each label lies, and marks to measure a printer by. Print it at 100 %."""
    leafgen: Leafgen = context.obj.leafgen
    chosen, font = leafgen.content.stocks.choose(stock), leafgen.workspace.fonts[FONT]
    calibration = Calibration(offset_x, offset_y, *_factors(scale))
    if printer:
        if calibration != Calibration():
            raise CommandError("give --printer, or offsets and a scale, not both")
        calibration = Calibration.of(leafgen.content.printers.choose(printer))
    pdf = render_test_page(chosen, font, calibration=calibration)
    released = release(pdf, leafgen.prove(pdf, page_promise(chosen, font)), output, 1)
    labels = "one label" if chosen.per_sheet == 1 else f"{chosen.per_sheet} labels"
    say(f"{released.path}: {chosen.name}, {labels}; print it at 100 % and lay it over the stock")
    if chosen.sheet:
        say(f"Measure the four crosses, then: leafgen stock calibrate {chosen.id} --left MM --right MM --top MM ...")


@app.command()
def calibrate(
    context: typer.Context,
    stock: Name,
    left: Distance = MARK_INSET_MM,
    right: Distance = MARK_INSET_MM,
    top: Distance = MARK_INSET_MM,
    bottom: Distance = MARK_INSET_MM,
    printer: Annotated[str, typer.Option(metavar="ID", help="The printer's id.")] = "front-desk",
) -> None:
    """Say what a printer needs, from where the marks of its test page came out. Writes nothing."""
    leafgen: Leafgen = context.obj.leafgen
    chosen = leafgen.content.stocks.choose(stock)
    if chosen.sheet is None:
        raise CommandError(f"{chosen.name} is a roll: its test page has no crosses", "move its print by an offset")
    for side, distance in (("left", left), ("right", right), ("top", top), ("bottom", bottom)):
        # A not-a-number compares with nothing.
        if not 0 <= distance <= _FARTHEST_MM:
            raise CommandError(
                f"--{side} is {distance:g} mm: it is printed {MARK_INSET_MM:g} mm from the edge", "measure it again"
            )
    found = Calibration.from_marks(page_size(chosen), left=left, right=right, top=top, bottom=bottom)
    say("In styles/printers.yaml, under `printers:`")
    say(
        f"  - {{id: {printer}, name: {printer}, offset_x: {found.offset_x:.2f}, offset_y: {found.offset_y:.2f}, "
        f"scale_x: {found.scale_x:.4f}, scale_y: {found.scale_y:.4f}}}"
    )
    say(f"and then: leafgen stock test-page {chosen.id} --printer {printer} -o again.pdf")


def _factors(text: str) -> tuple[float, float]:
    try:
        factors = [float(part) for part in text.split(",")]
    except ValueError:
        factors = []
    if len(factors) not in (1, 2):
        raise CommandError(f"the scale is {text!r}: one factor, or two with a comma, such as 1.002 or 1.002,0.999")
    return factors[0], factors[-1]


def stock_rows(leafgen: Leafgen) -> Iterator[dict[str, Any]]:
    """One row a stock: its measures in mm, and for each locale and indication how the label fits."""
    stocks = tuple(leafgen.content.stocks.values())
    # Planning every label on every stock takes seconds: done once, and again when content or code changes.
    fits = leafgen.workspace.remembered("fits", lambda: label_fits(leafgen, stocks))
    for stock in stocks:
        sheet = {"width": stock.sheet.width, "height": stock.sheet.height} if stock.sheet else None
        yield {
            "id": stock.id, "name": stock.name, "vendor": stock.vendor, "width": stock.width, "height": stock.height,
            "sheet": sheet, "columns": stock.columns, "rows": stock.rows, "left": stock.left, "top": stock.top,
            "pitch_x": stock.pitch_x, "pitch_y": stock.pitch_y, "per_sheet": stock.per_sheet,
            "aliases": list(stock.aliases),
            "fits": {
                tag: {name: found[stock.id] and _as_object(found[stock.id]) for name, found in by_name.items()}
                for tag, by_name in fits.items()
            },
        }  # fmt: skip


def label_fits(leafgen: Leafgen, stocks: Sequence[Stock]) -> dict[str, dict[str, dict[str, Fit | None]]]:
    """By locale and indication, for each stock, how the plain label (no patient, no product) stands on it."""
    found: dict[str, dict[str, dict[str, Fit | None]]] = {}
    for locale in leafgen.content.locales.values():
        names = [name for name in leafgen.available(locale.id) if leafgen.content.indications[name].label]
        if locale.pseudo or not names or not stocks:
            continue
        fitter = Fitter(leafgen.workspace.fonts[locale.font], locale.direction)
        found[locale.id] = {}
        for name in names:
            fields = {"kind": "label", "indication": name, "locale": locale.id, "stock": stocks[0].id}
            found[locale.id][name] = fitter.fits(leafgen.compose(leafgen.request(fields)), stocks)
    return found


def _as_object(fit: Fit | None) -> dict[str, float] | None:
    return {"size": fit.size, "labels": fit.labels} if fit else None


def stock_in_short(row: dict[str, Any]) -> dict[str, Any]:
    """A row for the terminal: measures in mm, labels a sheet, and how labels fit."""
    return {
        "id": row["id"],
        "name": row["name"],
        "label": f"{row['width']:g} x {row['height']:g}",
        "sheet": f"{row['columns']} x {row['rows']}" if row["sheet"] else "roll",
        "fits (pt x labels)": fits_in_short(row["fits"]),
    }


def fits_in_short(fits: dict[str, dict[str, Any]]) -> str:
    """The smallest type of any indication's label and the most labels one takes, with the locales in which that is
    so; "no" where one does not fit: `9: en nl; 7.7x2: ar; no: de`."""
    locales: dict[str, list[str]] = {}
    for tag, by_name in fits.items():
        said = "no"
        if all(by_name.values()):
            size, labels = min(fit["size"] for fit in by_name.values()), max(fit["labels"] for fit in by_name.values())
            said = f"{size:g}" + (f"x{labels}" if labels > 1 else "")
        locales.setdefault(said, []).append(tag)
    return "; ".join(f"{said}: {' '.join(tags)}" for said, tags in locales.items())
