"""Numbers read back: a formatter that is wrong promises wrongly, and is found out all the same."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from leafgen.compose.expectation import Expectation, Expected, Figure
from leafgen.content.locales import Locale
from leafgen.verify.checks.numbers_read_back import dials, numbers_in
from leafgen.verify.proof import Proof, Verdict
from leafgen.verify.runner import prove
from tests.verify.mutants.engine import refusing
from tests.verify.mutants.material import Specimen, html_pdf, promise, trusted
from tests.verify.mutants.real import house

CHECK = "numbers-read-back"


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("200 to 400 mg", "en", ["200", "400"]),
        ("1.5 to 2 g", "en", ["1.5", "2"]),
        ("1,5 tot 2 g", "nl", ["1.5", "2"]),
        ("1,500 mg", "en", ["1500"]),
        ("1.500 mg", "en", ["1.500"]),
        ("1.500 mg", "de", ["1500"]),
        ("1,500 mg", "de", ["1.500"]),
        ("1 500 mg", "fr", ["1500"]),
        ("12’500.25", "en", ["12500.25"]),
        ("1.234.567,5", "nl", ["1234567.5"]),
        ("150–300 mg", "uk", ["150", "300"]),
        ("يومان (2)", "ar", ["2"]),
        ("٣٥٠ ملغ", "ar", ["350"]),
        ("١٫٥ غرام", "ar", ["1.5"]),
        ("1.2.3", "en", ["1", "2", "3"]),
        ("15 15", "en", ["15", "15"]),
        ("none", "en", []),
    ],
)
def test_numbers_are_read_as_readers_of_the_language_do(text: str, language: str, numbers: list[str]) -> None:
    assert numbers_in(text, language) == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "dial", "leads"),
    [
        ("0519 229 200", "+31519229200", True),
        ("+31 519 229 200", "+31519229200", True),
        ("112", "112", True),
        ("(0519) 22 92 00", "+31519229200", True),
        ("0519 229 20", "+31519229200", False),
        ("0519 229 290", "+31519229200", False),
        ("9 229 200", "+31519229200", False),
        ("112", "113", False),
        ("12", "112", False),
        ("", "+31519229200", False),
    ],
)
def test_a_printed_number_leads_where_the_telephone_dials(text: str, dial: str, leads: bool) -> None:
    assert dials(text, dial) is leads


def _held_to(text: str, figure: Figure, id: str = "dose", locale: str = "en") -> Specimen:
    """A page that says a text, and is promised to mean a figure."""
    frame = promise([(id, text)], locale)
    values = {name: getattr(frame, name) for name in Expectation.__slots__} | {
        "flow": (Expected(id, (text,), figures=(figure,)),)
    }
    return Specimen(html_pdf(f"<p>{text}</p>"), Expectation(**values))


@pytest.mark.parametrize(
    ("text", "figure", "good"),
    [
        ("Take 350 mg a day.", Figure("350 mg", (Decimal(350),)), True),
        ("Take 35 mg a day.", Figure("35 mg", (Decimal(350),)), False),
        ("Take 350 mg a day.", Figure("350 mg", (Decimal(200), Decimal(350))), False),
        ("Take 1.500 mg a day.", Figure("1.500 mg", (Decimal(1500),)), False),
        ("Take a few.", Figure("a few", (Decimal(2),)), False),
        ("Take 350 mg a day.", Figure("300 mg", (Decimal(300),)), False),
        ("Call 020 566 9111.", Figure("020 566 9111", dial="+31205669111"), True),
        ("Call 020 566 911.", Figure("020 566 911", dial="+31205669111"), False),
    ],
)
def test_a_figure_must_be_printed_and_mean_its_numbers(text: str, figure: Figure, good: bool) -> None:
    specimen = _held_to(text, figure)
    assert refusing(prove(specimen.pdf, specimen.expectation, trusted())) == (() if good else (CHECK,))


def test_a_second_language_has_its_own_decimal_mark() -> None:
    text = "Neem 1,5 g per dag."
    for id, good in (("dose@nl", True), ("dose", False)):
        specimen = _held_to(text, Figure("1,5 g", (Decimal("1.5"),)), id)
        assert refusing(prove(specimen.pdf, specimen.expectation, trusted())) == (() if good else (CHECK,))


LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "roll-70x35"}


def _drops_a_zero(said: str) -> str:
    return said.removesuffix("0")


def _swaps(said: str) -> str:
    return said[::-1]


def _shifts(said: str) -> str:
    return f"{said[:-1]}.{said[-1]}"


@pytest.mark.parametrize("fault", [_drops_a_zero, _swaps, _shifts])
@pytest.mark.parametrize("extra", [{}, {"dose": "300"}])
def test_a_wrong_formatter_is_found_out(
    fault: Callable[[str], str], extra: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The print keeps the wrong promise to the letter; only the fact behind it gives it away."""
    right = Locale.number
    assert refusing(_proof(LABEL | extra)) == ()
    monkeypatch.setattr(Locale, "number", lambda self, value: fault(right(self, value)))
    proof = _proof(LABEL | extra)
    assert refusing(proof) == (CHECK,)
    assert any("dose" in one.id for one in proof.statements if one.verdict is not Verdict.PROVEN)


def _proof(fields: dict[str, str]) -> Proof:
    made = house().make(fields)
    return prove(made.pdf, made.expectation, house().trusted_fonts)


@pytest.mark.parametrize("locale", ["ar", "de", "nl"])
@pytest.mark.parametrize("kind", [{"kind": "leaflet", "edition": "large"}, {"kind": "label", "stock": "roll-70x35"}])
def test_what_we_print_reads_back(kind: dict[str, str], locale: str) -> None:
    fields = {**kind, "indication": "constipation", "locale": locale}
    assert sum(len(expected.figures) for expected in house().make(fields).expectation.flow) >= 2
    assert refusing(_proof(fields)) == ()
