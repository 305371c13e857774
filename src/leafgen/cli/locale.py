"""`leafgen locale`: what a translator needs, from a new folder to the last check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated

import typer
from rich.table import Column, Table

from leafgen.cli.console import counted, out, say
from leafgen.compose.fingerprint import needed_messages
from leafgen.content.locales import Locale
from leafgen.kernel.errors import CommandError, DoesNotFit, InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.translate.check import ERROR, MISSING, Slip, check_locale
from leafgen.translate.plain import (
    Formula,
    Frequency,
    Measure,
    limits_of,
    measure,
    prose,
    sentences,
    too_hard,
    too_long,
)
from leafgen.translate.pseudo import pseudo_catalogue, pseudo_settings
from leafgen.translate.starting import locale_file
from leafgen.translate.writing import merged

app = typer.Typer(help="Add, update, check and report languages.", no_args_is_help=True, rich_markup_mode=None)

_LOCALES = "leaflets/locales"

Tag = Annotated[str, typer.Argument(help="BCP 47 tag of the language, such as de.")]
Tags = Annotated[list[str] | None, typer.Argument(help="Locales; all of them by default.", show_default=False)]
Only = Annotated[list[str] | None, typer.Option(help="Only these.", metavar="ID", show_default=False)]


@app.command()
def add(context: typer.Context, tag: Tag) -> None:
    """Start a language: a folder with locale.yaml and a catalogue to fill in."""
    leafgen: Leafgen = context.obj.leafgen
    settings, catalogue = locale_file(tag), merged(tag, leafgen.messages())
    folder = f"{_LOCALES}/{tag}"
    if (leafgen.workspace.root / folder).exists():
        raise CommandError(f"{folder} is there already", f"bring it up to date with: leafgen locale update {tag}")
    written = leafgen.workspace.write(f"{folder}/locale.yaml", settings)
    leafgen.workspace.write(f"{folder}/leafgen.po", catalogue)
    then = f"then: leafgen locale check {tag}"
    say(f"{written.parent}: answer the questions in locale.yaml and translate leafgen.po, {then}")


@app.command()
def update(context: typer.Context, tags: Tags = None) -> None:
    """Bring catalogues up to date: new texts added, changed ones marked fuzzy beside the previous English."""
    leafgen: Leafgen = context.obj.leafgen
    for locale in _translated(leafgen, tags):
        file, text = leafgen.workspace.catalogue_files.get(locale.id, (f"{_LOCALES}/{locale.id}/leafgen.po", ""))
        leafgen.workspace.write(file, merged(locale.id, leafgen.messages(), text))
        say(f"{file}: up to date")


@app.command()
def check(context: typer.Context, tags: Tags = None, indication: Only = None) -> None:
    """Find every slip of a translation, by name; errors stop the build, warnings ask for a look."""
    leafgen: Leafgen = context.obj.leafgen
    names = [leafgen.content.indications.choose(name).id for name in indication or ()]
    errors = 0
    for locale in _translated(leafgen, tags):
        slips = [*_slips(leafgen, locale, names), *_too_long(leafgen, locale, names)]
        # What is still to do comes first: what was done and is wrong would drown in it.
        for slip in sorted(slips, key=lambda slip: slip.check != MISSING):
            say(f"{locale.id}: {slip.severity}: {slip.context}: {slip.check}: {slip.message}")
        count = Counter(slip.severity for slip in slips)
        warnings = counted(len(slips) - count[ERROR], "warning")
        say(f"{locale.id}: {counted(count[ERROR], 'error')}, {warnings}")
        errors += count[ERROR]
    if errors:
        raise InvalidInput(f"{counted(errors, 'error')} in translations", "each stands above, by the text it is in")


@app.command()
def report(context: typer.Context) -> None:
    """Show which leaflet is available in which language, and why not."""
    leafgen: Leafgen = context.obj.leafgen
    locales = leafgen.content.locales
    total = sum(1 for _ in leafgen.messages())
    columns = (Column(tag, no_wrap=True) for tag in locales)
    table = Table(Column("", no_wrap=True), *columns, box=None, padding=(0, 2, 0, 0))
    shares = (100 * len(leafgen.translations(tag).texts) // total for tag in locales)
    table.add_row("translated", *(f"{share} %" for share in shares))
    for name in leafgen.content.indications:
        table.add_row(
            name, *("no" if leafgen.lacking(tag, name) else str(leafgen.standing(name, tag)[0]) for tag in locales)
        )
    out.print(table)
    for locale in locales.values():
        for name in leafgen.content.indications:
            if gaps := leafgen.lacking(locale.id, name):
                why = f"{counted(len(gaps), 'text')} cannot be said, the first {gaps[0].context}: {gaps[0].reason}"
                say(f"{name} is not available in {locale.id} ({locale.name}): {why}")


@app.command()
def plain(
    context: typer.Context,
    tags: Tags = None,
    indication: Only = None,
) -> None:
    """Measure plain language: sentences, LIX and other formulas, rare words. Warnings only: nothing is refused."""
    leafgen: Leafgen = context.obj.leafgen
    content = leafgen.content
    names = [content.indications.choose(name).id for name in indication or ()] or list(content.indications)
    columns = "sentences", "words each", "longest", "LIX", "formula", "rare words"
    table = Table("locale", Column("indication", no_wrap=True), *columns)
    frequency_of, formula_of = _measures()
    slips: dict[tuple[str, Slip], None] = {}
    chosen = [content.locales.choose(tag).id for tag in tags] if tags else list(content.locales)
    for tag in chosen:
        for name in (name for name in names if name in leafgen.available(tag)):
            said = prose(needed_messages(content.core, content.indications[name]), leafgen.translations(tag).texts)
            measured = measure(sentences(said), frequency_of(tag), formula_of(tag))
            table.add_row(tag, name, *_figures(measured))
            limits = limits_of(tag)
            slips |= {(tag, slip): None for slip in (*too_long(measured, limits), *too_hard(name, measured, limits))}
    out.print(table)
    for tag in chosen:
        say(f"{tag}: formula: {formula_of(tag) or 'none'}")
    for tag, slip in slips:
        say(f"{tag}: {slip.severity}: {slip.context}: {slip.check}: {slip.message}")
    say(f"plain language: {len(slips)} warnings")


def _figures(measured: Measure) -> tuple[str, ...]:
    rare = "not measured" if measured.rare_share is None else f"{100 * measured.rare_share:.1f} %"
    formula = "none" if measured.score is None else f"{measured.score:.1f}"
    figures = len(measured.sentences), f"{measured.mean:.1f}", measured.longest, f"{measured.lix:.0f}", formula, rare
    return tuple(str(figure) for figure in figures)


def _measures() -> tuple[Callable[[str], Frequency | None], Callable[[str], Formula | None]]:
    """What knows, by locale, how common words are and which formula there is."""
    try:
        # An extra of its own: who prints needs no word lists.
        from leafgen.translate.formulas import formula_of  # noqa: PLC0415
        from leafgen.translate.frequency import frequency_of  # noqa: PLC0415
    except ImportError:
        say("rare words and formulas are not measured: pip install 'leafgen[language]'")
        return dict[str, Frequency]().get, dict[str, Formula]().get
    return frequency_of, formula_of


@app.command()
def pseudo(
    context: typer.Context,
    direction: Annotated[str, typer.Option(help="ltr or rtl.")] = "ltr",
) -> None:
    """Make a made-up language to test layouts with: accented, longer, in either direction."""
    leafgen: Leafgen = context.obj.leafgen
    if direction not in _PSEUDO:
        raise CommandError(f"the direction is {direction!r}: ltr or rtl")
    tag, name = _PSEUDO[direction]
    right_to_left = direction == "rtl"
    settings = locale_file(tag, name=name, direction=direction, pseudo=True)
    catalogue = pseudo_catalogue(tag, leafgen.messages(), right_to_left=right_to_left)
    settings = pseudo_settings(settings, right_to_left=right_to_left)
    written = leafgen.workspace.write(f"{_LOCALES}/{tag}/locale.yaml", settings)
    leafgen.workspace.write(f"{_LOCALES}/{tag}/leafgen.po", catalogue)
    say(f"{written.parent}: try it with: leafgen build --locale {tag}")


_PSEUDO = {"ltr": ("en-XA", "Pseudo-English"), "rtl": ("en-XB", "Pseudo-English, right to left")}


def _translated(leafgen: Leafgen, tags: list[str] | None) -> list[Locale]:
    """The locales named, or all that have a catalogue; the source language has none."""
    locales = leafgen.content.locales
    chosen = [locales.choose(tag) for tag in tags] if tags else list(locales.values())
    return [locale for locale in chosen if not locale.source_language]


def _slips(leafgen: Leafgen, locale: Locale, names: Sequence[str]) -> Iterator[Slip]:
    """The slips of a locale; with `names`, those of what these indications say, and of what all of them need."""
    file, text = leafgen.workspace.catalogue_files.get(locale.id, ("", ""))
    content = leafgen.content
    others = {name for name in content.indications if names and name not in names}
    foreign = {message.context for name in others for message in content.indications[name].messages()}
    for slip in check_locale(locale, content.source_locale, file, text, leafgen.messages()):
        if slip.context not in foreign:
            yield slip


def _too_long(leafgen: Leafgen, locale: Locale, names: Sequence[str]) -> list[Slip]:
    """Labels that English fits on a stock and this language does not, by measured text."""
    found = []
    for name in leafgen.available(locale.id):
        if leafgen.content.indications[name].label and name in (names or [name]):
            missing = [stock for stock in leafgen.content.stocks if not _fits(leafgen, name, locale.id, stock)]
            if missing:
                found.append(Slip(f"{name}#label", "length", f"does not fit on {', '.join(missing)}", "warning"))
    return found


def _fits(leafgen: Leafgen, name: str, tag: str, stock: str) -> bool:
    try:
        leafgen.make({"kind": "label", "indication": name, "locale": tag, "stock": stock})
    except DoesNotFit:
        return False
    return True
