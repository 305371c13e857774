"""Locales: how a language writes numbers, amounts, dates, hours and phone numbers.

Dates, numbers and plural categories come from CLDR; how a range, a bound or "a day" is said is the locale's own.
A no-break space stands wherever a line must not end inside an amount.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names
from babel.numbers import UnsupportedNumberingSystemError, format_decimal

from leafgen.content.clinics import Day, Hours, Phone
from leafgen.content.facts import Bound, Fact, Per, Unit
from leafgen.content.products import DoseUnit

NO_BREAK_SPACE = "\u00a0"

#: Times of day a dose can be planned at, in order.
TIMES_OF_DAY = ("morning", "noon", "evening", "bedtime")

#: The plural category of a range by those of its ends, where it is not that of the higher one (CLDR, pluralRanges;
#: Babel 2.18 holds none of it). In Arabic the forms for one and two say the number in words: "two hours (1-2)".
_RANGES = {
    "ar": {
        ("zero", "one"): "zero",
        ("zero", "two"): "zero",
        ("one", "two"): "other",
        ("other", "one"): "other",
        ("other", "two"): "other",
    }
}


class Share(StrEnum):
    """Parts of a tablet, alone and after a whole number: in words, never as 1/2 or 0.5 (ISMP; KNMP dosing texts)."""

    QUARTER = "quarter"
    HALF = "half"
    THREE_QUARTERS = "three-quarters"
    AND_QUARTER = "and-quarter"
    AND_HALF = "and-half"
    AND_THREE_QUARTERS = "and-three-quarters"


_SHARES = {
    Fraction(1, 4): (Share.QUARTER, Share.AND_QUARTER),
    Fraction(1, 2): (Share.HALF, Share.AND_HALF),
    Fraction(3, 4): (Share.THREE_QUARTERS, Share.AND_THREE_QUARTERS),
}


@dataclass(frozen=True, slots=True)
class Portions:
    """How a number of tablets, capsules or sachets is said: `whole` by CLDR plural category, with {n}; `shares`
    as they stand alone, or (and-...) with {n}, the whole number, or {whole}, the whole number with its noun."""

    whole: Mapping[str, str]
    shares: Mapping[Share, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language as it is printed.

    id: BCP 47 tag; cldr: the CLDR locale for dates and numbers; numerals: CLDR numbering system (latn, arab);
    font: id of a family in styles/fonts.yaml; range, bounds, per, units, hours: patterns with {placeholders};
    units are by CLDR plural category; times: names of the times of day;
    negation: regular expressions, one of which is found in every sentence that denies something;
    quotes: opening and closing mark; loanwords: English words that the language uses too;
    portions: how doses in units of a product are said; `portion` ties one to its amount of magnesium;
    questions: keys of this file that a translator has not answered yet: until then the locale is unavailable;
    source_language: whether the content is written in it (it then needs no catalogue);
    pseudo: made up to test layouts, never built unless it is named.
    """

    id: str
    name: str
    english_name: str
    cldr: str
    direction: str
    font: str
    range: str
    bounds: Mapping[Bound, str]
    per: Mapping[Per, str]
    units: Mapping[Unit, Mapping[str, str]]
    times: Mapping[str, str]
    days: str
    hours: str
    numerals: str = "latn"
    date_format: str = "medium"
    form_of_address: str = ""
    negation: tuple[str, ...] = ()
    quotes: tuple[str, str] | None = None
    loanwords: tuple[str, ...] = ()
    portions: Mapping[DoseUnit, Portions] = field(default_factory=dict)
    portion: str = "{portion} ({amount})"
    questions: tuple[str, ...] = ()
    source_language: bool = False
    pseudo: bool = False

    def __post_init__(self) -> None:
        if self.direction not in ("ltr", "rtl"):
            raise ValueError(f"direction is {self.direction!r}: ltr or rtl")
        for what, there, needed in (
            ("units", set(self.units), set(Unit)),
            ("bounds", set(self.bounds), set(Bound) - {Bound.EXACT}),
            ("per", set(self.per), set(Per)),
            ("times", set(self.times), set(TIMES_OF_DAY)),
        ):
            if missing := needed - there:
                raise ValueError(f"{what} lacks {', '.join(sorted(missing))}")
        self._check_cldr()
        for pattern in self.negation:
            try:
                denies_all = re.search(pattern, "")
            except re.error as error:
                raise ValueError(f"negation: {pattern!r} is no regular expression: {error}") from error
            if denies_all:
                raise ValueError(f"negation: {pattern!r} is found in every text: no lost denial would be")
        self._check_portions()
        categories = set(CldrLocale.parse(self.cldr).plural_form.tags) | {"other"}
        for unit, forms in self.units.items():
            if lacking := categories - set(forms):
                raise ValueError(f"unit {unit} lacks the plural form {', '.join(sorted(lacking))}")

    def _check_cldr(self) -> None:
        try:
            format_decimal(Decimal(1), locale=self.cldr, numbering_system=self.numerals)
            said = format_date(date(2026, 11, 22), format=self.date_format, locale=self.cldr)
        except UnknownLocaleError as error:
            raise ValueError(f"cldr: CLDR knows no locale {self.cldr!r}") from error
        except UnsupportedNumberingSystemError as error:
            raise ValueError(f"numerals: {self.cldr} is not written with {self.numerals!r}") from error
        if sum(character.isdecimal() for character in said) < len("222026"):
            raise ValueError(f"date_format: {self.date_format!r} writes {said!r}: day and year are needed")

    def _check_portions(self) -> None:
        categories = set(CldrLocale.parse(self.cldr).plural_form.tags) | {"other"}
        for unit, portions in self.portions.items():
            if lacking := categories - set(portions.whole):
                raise ValueError(f"portions of {unit} lack the plural form {', '.join(sorted(lacking))}")
        if self.portions and (missing := set(DoseUnit) - set(self.portions)):
            raise ValueError(f"portions lacks {', '.join(sorted(missing))}")
        if self.portions and (unsaid := set(Share) - set(self.portions[DoseUnit.TABLET].shares)):
            raise ValueError(f"portions of tablet lack {', '.join(sorted(unsaid))}")

    def number(self, value: Decimal | int) -> str:
        """A number without trailing zeros, in the locale's digits and marks."""
        plain = Decimal(value).normalize()
        return str(format_decimal(plain, locale=self.cldr, numbering_system=self.numerals))

    def amount(self, low: Decimal, high: Decimal, unit: Unit) -> str:
        """A number or range with its unit: "250 mg", "200 to 400 mg"."""
        numbers = self.number(low)
        if low != high:
            numbers = self.range.format(low=self.number(low), high=self.number(high))
        return self.units[unit][self._plural(low, high)].format(n=numbers).replace(" ", NO_BREAK_SPACE)

    def _plural(self, low: Decimal, high: Decimal) -> str:
        cldr = CldrLocale.parse(self.cldr)
        first, last = str(cldr.plural_form(low)), str(cldr.plural_form(high))
        return last if low == high else _RANGES.get(cldr.language, {}).get((first, last), last)

    def capitalised(self, text: str) -> str:
        """`text` with the capital that begins a cell: Dutch writes IJ as one letter, Turkish keeps the dot of its i."""
        language = CldrLocale.parse(self.cldr).language
        if language == "nl" and text.startswith("ij"):
            return f"IJ{text[2:]}"
        if language in ("tr", "az") and text.startswith("i"):
            return f"\u0130{text[1:]}"
        return text[:1].upper() + text[1:]

    def counted(self, unit: DoseUnit, count: Fraction) -> str | None:
        """A number of tablets, capsules or sachets: "2 tablets", "half a tablet"; None when the locale has no
        words for it."""
        words = self.portions.get(unit)
        whole, rest = divmod(count, 1)
        if words is None or (rest and (rest not in _SHARES or not words.shares)):
            return None
        n = self.number(whole)
        said = words.whole[CldrLocale.parse(self.cldr).plural_form(whole)].format(n=n)
        if rest:
            alone, after = _SHARES[rest]
            said = words.shares[after].format(n=n, whole=said) if whole else words.shares[alone]
        return said.replace(f"{n} ", f"{n}{NO_BREAK_SPACE}", 1)

    def fact(self, fact: Fact, form: str = "") -> str:
        """A fact as it is said. `form`: "" for all of it; "low" or "high" for one end of its range;
        "amount" for the amount without "a day"."""
        low = fact.high if form == "high" else fact.low
        high = fact.low if form == "low" else fact.high
        said = self.amount(low, high, fact.unit)
        if fact.bound is not Bound.EXACT:
            said = self.bounds[fact.bound].format(amount=said)
        if fact.per and form != "amount":
            said = self.per[fact.per].format(amount=said)
        return said

    def date(self, value: date) -> str:
        """A date with the month's name, so that day and month cannot be mixed up."""
        said = format_date(value, format=self.date_format, locale=self.cldr)
        return said.replace(" ", NO_BREAK_SPACE)

    def opening(self, hours: Hours) -> str:
        """Days and times: "Mon to Fri 08:30 to 17:30"."""
        names = get_day_names("abbreviated", context="stand-alone", locale=self.cldr)
        numbers = sorted(list(Day).index(day) for day in hours.days)
        run = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
        said = [names[number] for number in numbers]
        # Babel 2.18 says the last of two Arabic days twice: its list patterns are not used here. tests/content
        # names the fault, and so will tell when it is mended.
        days = (
            self.days.format(first=said[0], last=said[-1])
            if run
            else ("\u060c " if self.direction == "rtl" else ", ").join(said)
        )
        opens, closes = (
            format_time(time.fromisoformat(text), format="HH:mm", locale=self.cldr)
            for text in (hours.opens, hours.closes)
        )
        return self.hours.format(days=days, opens=opens, closes=closes)

    @staticmethod
    def phone(phone: Phone) -> str:
        """A phone number as its country groups it, on one line."""
        return phone.said.replace(" ", NO_BREAK_SPACE)
