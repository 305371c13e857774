"""Kinds that a forger or a careless script makes of what a page says, operator by operator; and, beside each, what
looks like it and is good."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name

from tests.verify.mutants.by_hand import (
    DOSE,
    LEFT,
    SIZE,
    STATEMENTS,
    WARN,
    height,
    line,
    lines,
    page,
    secret,
    text,
    width,
)
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import bad, good

MOST = "The most is 350"
_MOST_Y = 560.0
_MAX = (*STATEMENTS, ("most", MOST))
_DOSE_Y = height("dose")
_AGAINST = WARN.replace("350", "3500")


@good
def written_by_hand() -> Specimen:
    """The lines as they are."""
    return page(lines())


# glyphs without text, and text in between ------------------------------------------------------------------


def _most(operators: str, secrets: str | None = None) -> Specimen:
    return page(f"{lines()}BT /F {SIZE} Tf {LEFT} {_MOST_Y} Td {operators} ET", _MAX, secrets)


@bad
def figure_without_text() -> Specimen:
    """A zero behind a number, which its font says is nothing."""
    return _most(f"[{text(MOST)} {secret('0')}] TJ", "")


@bad
def figure_that_says_it_is_a_space() -> Specimen:
    """The same, called a space."""
    return _most(f"[{text(MOST)} {secret('0')}] TJ", " ")


@bad
def figure_of_no_width_of_its_own() -> Specimen:
    """The same, drawn by an operator of its own."""
    return _most(f"{text(MOST)} Tj {width(MOST)} 0 Td {secret('0')} Tj", "\u200b")


@bad
def word_without_text() -> Specimen:
    """A "not" between the words that its font says is nothing."""
    shown = f"[{text('Take ')} {secret('not')} {text(' 2 tablets with your evening meal.')}] TJ"
    return page(f"{lines(without='dose')}BT /F {SIZE} Tf {LEFT} {_DOSE_Y} Td {shown} ET", secrets="")


@good
def mark_without_text_apart() -> Specimen:
    """A sign of a symbol font before a line, a word's space away."""
    mark = f"BT /F {SIZE} Tf {LEFT - 12} {_DOSE_Y} Td {secret('*')} Tj ET "
    return page(mark + lines(), secrets="")


@bad
def figure_drawn_last() -> Specimen:
    """A zero drawn at the end of the content, right behind a number in the middle of it."""
    return page(f"{lines()}{line(MOST, _MOST_Y)}{line('Ask us.', 500)}{line('0', _MOST_Y, LEFT + width(MOST))}", _MAX)


@bad
def words_drawn_last_before_it() -> Specimen:
    """ "Do not" drawn at the end of the content, before a sentence in the middle of it."""
    before = line("Do not", _DOSE_Y, 120 - width("Do not "))
    return page(lines(without="dose") + line(DOSE, _DOSE_Y, 120) + before)


@bad
def word_put_into_a_gap() -> Specimen:
    """A "not" drawn last, into the room left between two words."""
    first, rest = "Take", "2 tablets with your evening meal."
    gap = f"{text(first)} Tj {width(first) + 14} 0 Td {text(rest)} Tj"
    late = line("not", _DOSE_Y, LEFT + width(first) + 1, 7)
    return page(f"{lines(without='dose')}BT /F {SIZE} Tf {LEFT} {_DOSE_Y} Td {gap} ET {late}")


@good
def table_drawn_by_columns() -> Specimen:
    """Cells drawn column by column, each promised on its own."""
    cells = [("Adults", 60.0, 600.0), ("Children", 60.0, 580.0), ("300 mg", 200.0, 600.0), ("150 mg", 200.0, 580.0)]
    return page("".join(line(words, y, x) for words, x, y in cells), [(words, words) for words, _, _ in cells])


@good
def dots_between_columns() -> Specimen:
    """Dots that lead from a name to an amount, drawn last."""
    ends = line("Adults", 600) + line("300 mg", 600, 300)
    return page(lines() + ends + line("." * 60, 600, 110), [*STATEMENTS, ("a", "Adults"), ("b", "300 mg")])


# numbers ---------------------------------------------------------------------------------------------------


def _raised(before: str, raised: str, after: str, rise: float = 5) -> str:
    parts = f"{text(before)} Tj {rise} Ts /F 8 Tf {text(raised)} Tj 0 Ts /F 14 Tf {text(after)} Tj"
    return f"BT /F 14 Tf {LEFT} {_MOST_Y} Td {parts} ET"


@bad
def exponent_read_as_a_figure() -> Specimen:
    """Ten to the power of two, promised as a hundred and two."""
    return page(lines() + _raised("Take 10", "2", " mg a day."), [*STATEMENTS, ("most", "Take 102 mg a day.")])


@bad
def half_read_as_eleven_halves() -> Specimen:
    """One and a half, promised as 11/2."""
    return page(lines() + _raised("Take 1", "1", "/2 tablets."), [*STATEMENTS, ("most", "Take 11/2 tablets.")])


@good
def raised_unit() -> Specimen:
    """A square metre: the figure stands behind a letter."""
    return page(lines() + _raised("At most 200 mg per m", "2", "."), [*STATEMENTS, ("m", "At most 200 mg per m2.")])


@good
def fraction_of_raised_figures() -> Specimen:
    """A half, its one raised, after a space."""
    return page(lines() + _raised("Take 1 ", "1", "/2 tablets."), [*STATEMENTS, ("most", "Take 1 1/2 tablets.")])


@bad
def point_drawn_as_a_path() -> Specimen:
    """A dot between two figures that is no text."""
    x = LEFT + width("Do not take more than 35")
    return page(f"{lines()}{x - 0.4} {height('warn')} 1 1 re f")


@bad
def minus_drawn_as_a_path() -> Specimen:
    """A dash before a figure that is no text."""
    x = LEFT + width("Take ")
    return page(f"{lines()}{x - 2.7} {_DOSE_Y + 3.5} 2.4 0.9 re f")


@good
def box_to_tick() -> Specimen:
    """A small square before a line that begins with a figure."""
    words = "2 tablets with your evening meal."
    return page(f"{lines(without='dose')}{LEFT - 14} {_DOSE_Y} 7 7 re S {line(words, _DOSE_Y)}", [("dose", words)])


@good
def dots_that_lead_to_an_amount() -> Specimen:
    """A row whose cells are joined by dots."""
    return page(line("Adults ............... 300 mg", 600), [("row", ("Adults", "300 mg"))])


@bad
def dots_for_words_left_out() -> Specimen:
    """An ellipsis between two cells, where words may have stood."""
    return page(line("Adults ... 300 mg", 600), [("row", ("Adults", "300 mg"))])


@good
def black_on_red() -> Specimen:
    """Black on a red that a common grey makes too dark, and the eye does not."""
    return page(f"1 0 0 rg 50 690 400 30 re f 0 g {lines()}")


@bad
def black_on_blue() -> Specimen:
    """Black on a blue that is too dark."""
    return page(f"0 0 1 rg 50 690 400 30 re f 0 g {lines()}")


# lines through words ---------------------------------------------------------------------------------------


@bad
def crossed_out_beneath() -> Specimen:
    """A cross drawn before the words that it crosses."""
    return page("1.5 w 55 655 m 260 672 l S 55 672 m 260 655 l S\n" + lines())


@good
def pale_cross_beneath() -> Specimen:
    """Pale lines across a page, as on a cheque."""
    return page("q 0.85 G 1.5 w 55 655 m 260 672 l S 55 672 m 260 655 l S Q\n" + lines())


@bad
def hatched() -> Specimen:
    """Black lines behind the words."""
    return page("".join(f"0.8 w {x} 650 m {x + 14} 675 l S\n" for x in range(50, 270, 3)) + lines())


@bad
def struck_by_dashes() -> Specimen:
    """Dashes printed over the words, wider than a letter."""
    return page(f"{lines()}BT /F {SIZE} Tf 12 0 0 1 {LEFT} 661 Tm {text('——')} Tj ET")


@bad
def struck_by_dashes_without_text() -> Specimen:
    """Dashes over the words that their font says are nothing."""
    return page(f"{lines()}BT /F {SIZE} Tf {LEFT} {_DOSE_Y} Td {secret('-' * 30)} Tj ET", secrets="")


@bad
def struck_by_a_picture_beneath() -> Specimen:
    """A black picture, one dot high, behind the words."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        dot = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
        dot.ColorSpace = Name.DeviceGray
        sheet.Resources.XObject = Dictionary(I=dot)

    return page(f"q 190 0 0 1 {LEFT} {_DOSE_Y + 3} cm /I Do Q {lines()}", change=change)


@bad
def outlined_by_nothing() -> Specimen:
    """Letters outlined by the finest line there is."""
    return page(f"{lines(without='dose')}q 1 Tr 0.01 w {line(DOSE, _DOSE_Y)}Q")


@good
def outlined() -> Specimen:
    """Letters outlined by a line that prints."""
    return page(f"{lines(without='dose')}q 1 Tr 0.4 w {line(DOSE, _DOSE_Y, size=16)}Q")


# a mark across the page ------------------------------------------------------------------------------------


def _across(grey: float, first: bool) -> Specimen:
    mark = f"{grey} g BT /F 150 Tf 0.7 0.7 -0.7 0.7 90 500 Tm {text('DRAFT')} Tj ET 0 g\n"
    return page(mark + lines() if first else lines() + mark)


@good
def pale_mark_across() -> Specimen:
    """ "Draft" in pale grey, behind the lines."""
    return _across(0.9, first=True)


@bad
def black_mark_across() -> Specimen:
    """ "Draft" in black, behind the lines."""
    return _across(0.0, first=True)


@bad
def grey_mark_over() -> Specimen:
    """ "Draft" in grey, over the lines."""
    return _across(0.5, first=False)


# contradictions --------------------------------------------------------------------------------------------


@bad
def contradicted_in_a_paragraph() -> Specimen:
    """Another dose in the middle of a paragraph."""
    words = ("Magnesium is found in nuts. It helps your muscles.", f"{_AGAINST} Ask your pharmacist", "when in doubt.")
    return page(lines() + "".join(line(part, 500 - 14 * at) for at, part in enumerate(words)))


@bad
def contradicted_over_two_columns() -> Specimen:
    """Another dose, torn in two."""
    return page(lines() + line("Do not take more than 3500 mg", 500) + line("of magnesium a day.", 480, 320))


@bad
def contradicted_in_words() -> Specimen:
    """Two tablets, and ten."""
    words = "Do not take more than two tablets in the evening."
    other = line(words.replace("two", "ten"), 500)
    return page(lines() + line(words, _MOST_Y) + other, [*STATEMENTS, ("words", words)])


@good
def repeated_in_a_paragraph() -> Specimen:
    """The same dose in the middle of a paragraph."""
    words = ("Magnesium is found in nuts. It helps your muscles.", f"{WARN} Ask your pharmacist", "when in doubt.")
    return page(lines() + "".join(line(part, 500 - 14 * at) for at, part in enumerate(words)))


# order on the page -----------------------------------------------------------------------------------------


@bad
def torn_apart() -> Specimen:
    """The second half of a sentence stands under other text."""
    halves = line("Take 2 tablets", _DOSE_Y) + line("with your evening meal.", 300)
    return page(lines(without="dose") + halves)


@bad
def amount_in_the_row_below() -> Specimen:
    """Amounts drawn one row too low."""
    cells = [("Adults", 60.0, 600.0), ("300 mg", 200.0, 580.0), ("Children", 60.0, 580.0), ("150 mg", 200.0, 560.0)]
    rows = [("a", ("Adults", "300 mg")), ("b", ("Children", "150 mg"))]
    return page("".join(line(words, y, x) for words, x, y in cells), rows)


@good
def amounts_in_their_rows() -> Specimen:
    """A row whose first cell has two lines, its amount between them."""
    cells = [("Adults and", 60.0, 600.0), ("older children", 60.0, 587.0), ("300 mg", 200.0, 593.5)]
    return page("".join(line(words, y, x) for words, x, y in cells), [("a", ("Adults and older children", "300 mg"))])
