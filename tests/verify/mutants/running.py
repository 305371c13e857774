"""Kinds, good and bad, of how a line runs on: numbers and names from right to left, hyphens, initials."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from tests.verify.mutants.drawn import canvas_pdf
from tests.verify.mutants.material import PHONE, WARN, Specimen, html_pdf, promise
from tests.verify.mutants.shelf import bad, good

_ARABIC = "html { font-family: LeafArabic }"
LISTED = "تناول 1، 2، 3 حبات في اليوم."
NAME = "فاطمة علي"


@good
def arabic_numbers_listed() -> Specimen:
    """Numbers that are not isolated and stand in the right order all the same: one after the other, from the right."""
    return Specimen(html_pdf(f"<p>{LISTED}</p>", _ARABIC, "ar"), promise([("s", LISTED)], "ar"))


@bad
def arabic_numbers_listed_in_turn() -> Specimen:
    """The same page, held to the numbers in the order from left to right."""
    turned = LISTED.replace("1، 2، 3", "3، 2، 1")
    return Specimen(html_pdf(f"<p>{LISTED}</p>", _ARABIC, "ar"), promise([("s", turned)], "ar"))


def _named(name: str) -> Specimen:
    page = html_pdf(f"<p>{WARN}</p><p>Name: {name}</p><p>{PHONE}</p>", "html { font-family: Leaf, LeafArabic }")
    return Specimen(page, promise([("warn", WARN), ("name", f"Name: {NAME}"), ("phone", PHONE)]))


ALONE = "تناول 350 ملغ في اليوم، ثم انتظر 12 ساعة."


@good
def arabic_numbers_alone() -> Specimen:
    """Numbers that are not isolated and stand alone among the words, in the figures that the font has for these."""
    return Specimen(html_pdf(f"<p>{ALONE}</p>", _ARABIC, "ar"), promise([("s", ALONE)], "ar"))


@bad
def arabic_number_alone_changed() -> Specimen:
    """One figure of such a number is another."""
    page = html_pdf(f"<p>{ALONE.replace('350', '850')}</p>", _ARABIC, "ar")
    return Specimen(page, promise([("s", ALONE)], "ar"))


@good
def arabic_name_in_a_latin_line() -> Specimen:
    """Letters that join, in a line that runs from left to right."""
    return _named(NAME)


@bad
def arabic_name_from_left_to_right() -> Specimen:
    """A name whose letters run the wrong way."""
    return _named(NAME[::-1])


@bad
def arabic_name_exchanged() -> Specimen:
    """The two words of a name exchanged."""
    return _named(" ".join(reversed(NAME.split())))


@good
def name_that_ends_in_a_hyphen() -> Specimen:
    """A name that ends in a hyphen, with another block after it."""
    return Specimen(html_pdf(f"<p>Jansen-</p><p>{WARN}</p>"), promise([("name", "Jansen-"), ("warn", WARN)]))


@bad
def name_without_its_hyphen() -> Specimen:
    """A name that ends in a hyphen, printed without."""
    return Specimen(html_pdf(f"<p>Jansen</p><p>{WARN}</p>"), promise([("name", "Jansen-"), ("warn", WARN)]))


@bad
def name_with_a_hyphen_too_many() -> Specimen:
    """A hyphen behind a name that has none, with another block after it."""
    return Specimen(html_pdf(f"<p>Jansen-</p><p>{WARN}</p>"), promise([("name", "Jansen"), ("warn", WARN)]))


BESIDE = ("o not take more than 350 mg of elemental", "magnesium a day, unless your doctor has told", "you to.")


def _initial(letter: str, size: float = 34, x: float = 60, y: float = 686.0, gap: float = 3) -> Specimen:
    """A warning whose first letter is set large and dropped beside the first two lines, the third below it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", size)
        canvas.drawString(x, y, letter)
        edge = x + canvas.stringWidth(letter, "Leaf", size) + gap
        canvas.setFont("Leaf", 11)
        for number, line in enumerate(BESIDE):
            canvas.drawString(edge if number < 2 else x, 700 - 14 * number, line)

    return Specimen(canvas_pdf(draw), promise([("warn", WARN)]))


@good
def initial_dropped() -> Specimen:
    """A drop cap."""
    return _initial("D")


@bad
def initial_of_another_word() -> Specimen:
    """The large letter is another."""
    return _initial("G")


@bad
def initial_far_from_its_word() -> Specimen:
    """The large letter stands by itself, in the margin."""
    return _initial("D", gap=40)


@bad
def initial_above_its_word() -> Specimen:
    """The large letter stands on a line of its own, above the rest."""
    return _initial("D", y=720, gap=-8)


@bad
def initial_figure() -> Specimen:
    """A number whose first figure is set large: 3 and 50 mg, or 350 mg?"""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 34)
        canvas.drawString(60, 686, "3")
        canvas.setFont("Leaf", 11)
        for number, line in enumerate(
            ("50 mg a day is the most that you may take", "unless your doctor has told you to.")
        ):
            canvas.drawString(83, 700 - 14 * number, line)

    text = "350 mg a day is the most that you may take unless your doctor has told you to."
    return Specimen(canvas_pdf(draw), promise([("most", text)]))
