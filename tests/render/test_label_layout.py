"""How a label looks beyond fitting: messages kept whole, lines set evenly, small print together, warnings in one
block below the directions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest

from leafgen.compose.composition import Composition, LabelLine
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit
from leafgen.kernel.geometry import Box
from leafgen.pipeline import Leafgen
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import LabelLayout
from leafgen.render.label_paragraph import Paragraph, ParagraphSetter
from leafgen.render.label_pdf import LabelPress
from leafgen.render.label_plan import inner_box
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_style import BAR_WIDTH, PRESSES, Scale, Setting
from leafgen.render.label_text import Typesetter
from leafgen.render.stamp_label import ShapedPlans
from tests.render.label_samples import FIRA, ROLL, label, say
from tests.render.test_label_code import ADDRESS

SIZE = 8.0


@pytest.fixture
def plex(leafgen: Leafgen) -> FontFamily:
    return leafgen.workspace.fonts["ibm-plex-sans-arabic"]


def lines(paragraph: Paragraph, width: float, *, beside: float = 0.0, even: bool = True) -> list[list[str]]:
    """The texts of each line of a paragraph `width` pt wide; the first line is narrower by `beside`."""
    setter = Typesetter(LabelPress(ROLL, FIRA)._fonts, FIRA)
    setting = ParagraphSetter(setter, paragraph, SIZE, lambda number: width - (0 if number else beside))
    return [[fragment.text for fragment in line] for line in setting.lines(even=even)]


def foot(*texts: str) -> Paragraph:
    return Paragraph("foot", tuple(say(f"foot.{number}", text) for number, text in enumerate(texts)))


def test_a_message_that_would_be_parted_begins_a_line_where_that_takes_no_more() -> None:
    three = foot("Lees eerst de folder goed.", "Buiten bereik van kinderen.", "Droog bewaren.")
    assert lines(three, 125, even=False)[0] == ["Lees eerst de folder goed.", "Buiten"]
    assert lines(three, 125) == [["Lees eerst de folder goed."], ["Buiten bereik van kinderen."], ["Droog bewaren."]]


def test_a_message_is_parted_rather_than_set_on_a_line_more() -> None:
    two = foot("Lees eerst de folder goed.", "Buiten bereik van kinderen houden, en droog bewaren in de kast.")
    assert len(lines(two, 190)) == len(lines(two, 190, even=False)) == 2
    assert lines(two, 190)[0][-1] != "Lees eerst de folder goed."


def test_what_ends_a_line_below_a_code_ends_at_the_margin_and_not_where_the_code_did() -> None:
    part = say("wording.part-of", "Etiket 2 van 2")
    setter = Typesetter(LabelPress(ROLL, FIRA)._fonts, FIRA)
    paragraph = replace(foot("Lees eerst de folder, ook als u dit middel al kent."), part=part)
    placed = ParagraphSetter(setter, paragraph, SIZE, lambda number: 180 - (0 if number else 60)).lines(even=True)
    (end,) = (fragment for fragment in placed[-1] if fragment.said is part)
    assert len(placed) == 2
    assert end.x + end.width == pytest.approx(180)


def steps(plex: FontFamily, height: float) -> list[float]:
    """The distances between the lines of one message, set tight in a box of this height in pt."""
    text = f"{'سم ' * 16}أعطي إلى آلة عين {'سم ' * 12}سم"
    fonts = ShapedFonts(plex)
    layout = LabelLayout(Typesetter(fonts, plex), Box(0, 0, 110, height))
    setting, line = Setting(Scale(8.0, 10.0), PRESSES[1]), LabelLine("text", (say("note", text),), priority=2)
    assert layout.fits([line], setting)
    heights = [text.y for text in layout.lay_out([line], setting).texts]
    assert min(heights) >= 0
    return [before - after for before, after in pairwise(heights)]


def test_lines_of_one_message_stand_evenly_where_there_is_room(plex: FontFamily) -> None:
    room, tight = steps(plex, 70), steps(plex, 43)
    assert max(room) - min(room) < 0.01
    assert max(tight) - min(tight) > 0.5
    assert all(one <= other + 0.01 for one, other in zip(tight, room, strict=True))


def test_small_print_is_not_parted_over_two_labels_when_the_second_holds_all_of_it() -> None:
    fine = tuple(
        LabelLine("foot", (say(f"foot.{number}", "Buiten het bereik en het zicht van kinderen houden."),), priority=3)
        for number in range(4)
    )
    composition = replace(label("nl"), lines=(*label("nl").lines[:5], *fine))
    shares = [
        LabelPress(Stock("test", "Test", "test", 70, height, "test", margin=1.5), FIRA).plan(composition).shares
        for height in (36.2, 27.8)
    ]
    looks = [[[line.look for line in share if not line.repeat] for share in one] for one in shares]
    assert looks == [[["dose", "warning"], ["foot"] * 4], [["dose"], ["warning", "foot"], ["foot"] * 3]]


def test_no_warning_stands_on_the_next_label_for_the_sake_of_a_line_that_gives_way(leafgen: Leafgen) -> None:
    stocks = [stock for stock in leafgen.content.stocks.values() if 50 < stock.width < 90 and stock.height < 40]
    composition = leafgen.compose(
        leafgen.request({"kind": "label", "indication": "sleep", "locale": "nl", "stock": stocks[0].id})
    )
    parted = 0
    for stock in stocks:
        with suppress(DoesNotFit):
            shares = LabelPress(stock, leafgen.workspace.fonts[composition.font]).plan(composition).shares
            looks = [{line.look for line in share if not line.repeat} for share in shares]
            parted += len(shares) > 1 and "text" in looks[1]
            for here, there in pairwise(looks):
                assert not ("warning" in there and here & {"text", "foot"}), stock.id
    assert parted


@pytest.mark.parametrize("locale", ["nl", "en", "ar"])
@pytest.mark.parametrize("product", ["", "magnesium-citrate-150-prescribed"])
def test_directions_stand_below_the_dose_and_warnings_below_them_in_one_block(
    leafgen: Leafgen, locale: str, product: str
) -> None:
    composition: Composition = leafgen.compose(
        leafgen.request(
            {
                "kind": "label", "indication": "sleep", "locale": locale, "stock": "zebra-102x76", "product": product,
                "dose_note": "Anna", "patient_name": "Anna", "code": "leaflet",
            }
        )
    )  # fmt: skip
    looks = [line.look for line in composition.lines]
    assert list(dict.fromkeys(looks)) == ["head", "patient", "product", "dose", "text", "warning", "foot"]
    assert sorted(looks, key=list(dict.fromkeys(looks)).index) == looks
    (face,) = (
        ShapedPlans(leafgen.content.stocks["zebra-102x76"], leafgen.workspace.fonts[composition.font])
        .plan(composition, make_code(ADDRESS))
        .faces
    )
    assert sum(mark.box.width == pytest.approx(BAR_WIDTH) for mark in face.marks) == 1
    assert face.texts[0].x >= inner_box(leafgen.content.stocks["zebra-102x76"]).x0
