"""Text painted more than once in its place: bold by double strike, shadows, edges; and what only looks like that."""

from __future__ import annotations

from tests.verify.mutants.by_hand import LEFT, LINES, SIZE, WARN, height, line, lines, page
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import bad, good


def _moved(em: float, down: float = 0.0) -> str:
    return "".join(line(words, height(id) - down * SIZE, LEFT + em * SIZE) for id, words in LINES.items())


@good
def double_strike() -> Specimen:
    """Every line twice, the second a hair to the right, to look bold."""
    return page(lines() + _moved(0.03))


@good
def struck_three_times() -> Specimen:
    """Every line three times, a hair to the left and to the right."""
    return page(lines() + _moved(-0.02) + _moved(0.02))


@good
def shadow_beneath() -> Specimen:
    """Every line in black over the same in pale grey, a little down and to the right."""
    return page(f".75 g {_moved(0.05, 0.05)} 0 g {lines()}")


@good
def edges_drawn_again() -> Specimen:
    """Every line filled, and its edges drawn again in the same colour."""
    return page(f"{lines()} 1 Tr .3 w {lines()} 0 Tr")


@bad
def twice_beside_itself() -> Specimen:
    """The second time a third of an em to the right: letters lie upon others."""
    return page(lines() + _moved(0.33))


@bad
def smeared() -> Specimen:
    """Ever again a little further, until nobody can read it."""
    return page("".join(_moved(step * 0.08) for step in range(9)))


@bad
def again_in_white() -> Specimen:
    """The same in white on top."""
    return page(f"{lines()} 1 g {lines()} 0 g")


@bad
def edges_in_white() -> Specimen:
    """Its edges drawn again in white, and so wide that nothing of it is left."""
    return page(f"{lines()} 1 Tr 1 G 2 w {lines()} 0 Tr 0 G")


@bad
def another_number_upon_it() -> Specimen:
    """The same sentence with another number, upon the first."""
    return page(lines() + line(WARN.replace("350", "850"), height("warn")))
