"""Starting a locale: its locale.yaml with what CLDR knows, and every question a translator must answer marked."""

from __future__ import annotations

from babel import Locale as CldrLocale
from babel import UnknownLocaleError

from leafgen.content.facts import Bound, Per, Unit
from leafgen.content.locales import TIMES_OF_DAY, Share
from leafgen.content.products import DoseUnit
from leafgen.kernel.errors import InvalidInput

_ARABIC_SCRIPT = ("ar", "fa", "ur", "ps", "ckb")
_KEYS = ("range", "bounds", "per", "units", "times", "days", "hours", "portions", "negation", "quotes")


def locale_file(tag: str, *, name: str = "", direction: str = "", pseudo: bool = False) -> str:
    """The text of a new locale.yaml. Raises InvalidInput for a tag that CLDR does not know.

    Patterns start as English ones; `questions` names those a translator has not answered, and until that list
    is empty the locale is available for nothing.
    """
    try:
        cldr = CldrLocale.parse("en" if pseudo else tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise InvalidInput(f"CLDR knows no locale {tag!r}", "use a BCP 47 tag such as de or pt-BR") from error
    plurals = sorted(set(cldr.plural_form.tags) | {"other"})
    units = "".join(f"  {unit}: {_forms(_UNITS[unit], plurals)}\n" for unit in Unit)
    portions = "portions:\n" + "".join(
        f"  {unit}:\n    whole: {_forms((f'{{n}} {unit}', f'{{n}} {unit}s'), plurals)}\n"
        + (f"    shares:\n{_shares()}" if unit is DoseUnit.TABLET else "")
        for unit in DoseUnit
    )
    arabic = cldr.language in _ARABIC_SCRIPT or direction == "rtl"
    family = "ibm-plex-sans-arabic" if arabic else "fira-sans"
    return (
        f"""\
# {name or cldr.english_name}. Answer each question, then take its key out of `questions`: until the list is empty,
# nothing is printed in this language. Preview: leafgen leaflet cramps --locale {tag} -o preview.pdf
id: {tag}
name: {name or cldr.display_name}  # in the language itself
english_name: {name or cldr.english_name}
cldr: {cldr}  # the CLDR locale that writes dates and numbers
direction: {direction or cldr.text_direction}
font: {family}
numerals: latn  # CLDR numbering system: latn for 0-9
form_of_address: ""  # how the reader is addressed
# How is a range of amounts said? {{low}} comes before {{high}} in the order of reading.
range: "{{low}} to {{high}}"
# How is a limit said?
bounds: {{{", ".join(f'{bound}: "{_BOUNDS[bound]}"' for bound in Bound if bound in _BOUNDS)}}}
# How is "a day" said after an amount?
per: {{{", ".join(f'{per}: "{{amount}} a {per}"' for per in Per)}}}
# How is each unit written, for each plural form of the language?
units:
{units}# What are the times of day called?
times: {{{", ".join(f"{time}: {time}" for time in TIMES_OF_DAY)}}}
# How are days in a row and opening hours said?
days: "{{first}} to {{last}}"
hours: "{{days}} {{opens}} to {{closes}}"
# How is a dose in units of a product said? Whole numbers as digits, parts of a tablet in words; in and-..., {{n}} is
# the whole number, {{whole}} that number with its noun.
{portions}# Which words deny something? Regular expressions; one must be found wherever English says not, no, never.
negation: []
# Opening and closing quotation mark.
quotes: ["\\u201c", "\\u201d"]
# English words that this language uses too (names of substances and diseases).
loanwords: []
questions: [{"" if pseudo else ", ".join(_KEYS)}]
{"pseudo: true" if pseudo else ""}
""".rstrip()
        + "\n"
    )


def _forms(pattern: tuple[str, str], plurals: list[str]) -> str:
    said = (f'{plural}: "{pattern[0] if plural == "one" else pattern[1]}"' for plural in plurals)
    return f"{{{', '.join(said)}}}"


def _shares() -> str:
    return "".join(f'      {share}: "{_SHARES[share]}"\n' for share in Share)


_SHARES = {
    Share.QUARTER: "a quarter of a tablet",
    Share.HALF: "half a tablet",
    Share.THREE_QUARTERS: "three quarters of a tablet",
    Share.AND_QUARTER: "{n} and a quarter tablets",
    Share.AND_HALF: "{n} and a half tablets",
    Share.AND_THREE_QUARTERS: "{n} and three quarter tablets",
}
_BOUNDS = {
    Bound.AT_LEAST: "at least {amount}",
    Bound.AT_MOST: "up to {amount}",
    Bound.OR_MORE: "{amount} and older",
}
_UNITS = {
    Unit.MILLIGRAM: ("{n} mg", "{n} mg"),
    Unit.GRAM: ("{n} g", "{n} g"),
    Unit.PERCENT: ("{n}%", "{n}%"),
    Unit.HOUR: ("{n} hour", "{n} hours"),
    Unit.DAY: ("{n} day", "{n} days"),
    Unit.WEEK: ("{n} week", "{n} weeks"),
    Unit.MONTH: ("{n} month", "{n} months"),
    Unit.YEAR: ("{n} year", "{n} years"),
    Unit.TIMES: ("{n} time", "{n} times"),
}
