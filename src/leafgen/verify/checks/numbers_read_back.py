"""Every number and telephone number, read back from the print, is that of its fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from leafgen.compose.expectation import Figure
from leafgen.verify.case import Case, against
from leafgen.verify.folding import folded_words
from leafgen.verify.proof import Refusal, Verdict

RATIONALE = """What was promised came from a formatter: one that drops a zero, takes a decimal comma for a point or
rounds half a milligram away promises the wrong dose, and the print keeps that promise to the letter. So each number is
read once more by rules of this check's own, and compared with the typed value of the fact it stands for; each
telephone number with what a telephone dials."""
SOURCE = (
    "ISMP list of error-prone dose designations (decimal points, trailing zeros); leafgen design: numbers are facts"
)

_COMMA = (
    " az be bg ca cs da de el es et fi fr hr hu id is it ka kk lt lv mk nb nl no pl pt ro ru sk sl sq sr sv tr uk vi "
)
"""Languages that write one and a half as 1,5 (CLDR); the others write 1.5, or ١٫٥ in Arabic digits."""
_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c'’ ]\d+)*")
_GROUPED = re.compile(r"\d{1,3}([.,\u066c'’ ])\d{3}(?:\1\d{3})*")
_LEAST = Decimal("0.0005")
"""Shares of a dose that never end are printed with three decimals."""
_LONGEST_COUNTRY_CODE = 3


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements in which a number, read again, is not the one that was meant."""
    for finding in case.findings.found():
        if not finding.expected.figures:
            continue
        language = (finding.expected.id.partition("@")[2] or case.expectation.locale).replace("_", "-").split("-")[0]
        printed = _digits(" ".join(line.text for line in finding.lines))
        for figure in finding.expected.figures:
            if reason := _wrong(figure, printed, language.lower()):
                yield against(finding, reason, Verdict.ALTERED)
                break


def _digits(text: str) -> list[str]:
    """The runs of digits in a text."""
    return re.findall(r"\d+", text)


def _wrong(figure: Figure, printed: list[str], language: str) -> str:
    """Why a figure does not stand for its numbers in what is printed (its runs of digits), "" where it does."""
    text = folded_words(figure.text)
    own = _digits(text)
    if not any(printed[at : at + len(own)] == own for at in range(len(printed) - len(own) + 1)):
        return f"the print says {' '.join(printed) or 'no number'} where {text!r} stands"
    if figure.dial:
        return "" if dials(text, figure.dial) else f"{text!r} does not dial {figure.dial}"
    found = numbers_in(text, language)
    if len(found) == len(figure.numbers) and all(
        abs(one - two) <= _LEAST for one, two in zip(found, figure.numbers, strict=True)
    ):
        return ""
    meant = ", ".join(f"{number.normalize():f}" for number in figure.numbers)
    return f"{text!r} reads {', '.join(map(str, found)) or 'no number'}, where {meant} is meant"


def numbers_in(text: str, language: str) -> list[Decimal]:
    """The numbers in a text, in order, as a reader of the language takes them."""
    plain = "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in text)
    return [number for found in _NUMBER.findall(plain) for number in _values(found, language)]


def _values(found: str, language: str) -> Iterator[Decimal]:
    """One number, or several that stand side by side."""
    decimal = "," if f" {language} " in _COMMA else "."
    whole, mark, rest = found.replace("\u066b", decimal).rpartition(decimal)
    if mark and rest.isdigit() and (whole.isdigit() or _GROUPED.fullmatch(whole)):
        yield Decimal("".join(filter(str.isdigit, whole)) + "." + rest)
    elif found.isdigit() or (_GROUPED.fullmatch(found) and decimal not in found):
        yield Decimal("".join(filter(str.isdigit, found)))
    else:
        yield from (Decimal(part) for part in re.findall(r"\d+", found))


def dials(text: str, dial: str) -> bool:
    """Whether the digits of a printed telephone number lead where `dial` does: all of them, or, in its own country,
    without the country's code and after a zero."""
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
    wanted = dial.lstrip("+")
    if digits == wanted:
        return True
    own = digits.removeprefix("0")
    return dial.startswith("+") and wanted.endswith(own) and 0 < len(wanted) - len(own) <= _LONGEST_COUNTRY_CODE
