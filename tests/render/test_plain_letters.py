"""Names in Latin, Greek or Cyrillic letters on Arabic documents: set whole in the family that has all of them, on the
baseline of the words beside them, proven laid out and stamped."""

from __future__ import annotations

import unicodedata

import pytest

from leafgen.compose.composition import Role, Run
from leafgen.content.fonts import in_plain_letters
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.render.html import PLAIN, classes_of
from leafgen.render.stamp import letters_for
from leafgen.verify.evidence import gather
from leafgen.verify.reading.lines import Glyph, Line
from tests.stamping import ANNA, LEAFLET, master_of, personal

LABEL = {"kind": "label", "stock": "zebra-102x76"}
NAMES = ("Łukasz Wiśniewski", "Çağrı Şahinoğlu", "Олена Ковальчук", "Ελένη Παπαδοπούλου", "Nguyễn Văn Đức", "Ana")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        *((name, True) for name in (*NAMES, "O\u02bcBrien-Smith (B.)", "12 \u00aa Ana")),
        *((name, False) for name in ("ليلى", "Ana ليلى", "12", "", "\u05d0\u05d1", "Ana \u5f20")),
    ],
)
def test_plain_letters_are_latin_greek_and_cyrillic_and_no_others_beside_them(text: str, plain: bool) -> None:
    assert in_plain_letters(text) is plain


def test_only_names_have_the_class_and_only_where_something_runs_from_right_to_left() -> None:
    assert classes_of(Run("Ana", Role.NAME), isolate=True) == f"name {PLAIN}"
    assert classes_of(Run("Ana", Role.NAME), isolate=False) == "name"
    assert classes_of(Run("ليلى", Role.NAME), isolate=True) == "name"
    assert classes_of(Run("200 mg", Role.QUANTITY), isolate=True) == "quantity"


def lines(pdf: bytes, text: str) -> list[tuple[Line, list[Glyph]]]:
    """The lines that say `text`, each with the glyphs that do."""
    found, text = [], unicodedata.normalize("NFD", text)
    for page in gather(pdf, right_to_left=True).pages:
        for line in page.lines:
            start = line.text.find(text)
            if start >= 0:
                glyphs = [glyph for glyph in line.owners[start : start + len(text)] if glyph and glyph.text.strip()]
                found.append((line, glyphs))
    return found


@pytest.mark.parametrize("fields", [{}, LABEL], ids=["leaflet", "label"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_proven_and_of_one_family_laid_out(leafgen: Leafgen, fields: dict[str, str], name: str) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, "locale": "ar", **fields, "patient_name": name})
    rendition = leafgen.render(request, leafgen.compose(request))
    assert leafgen.prove(rendition.pdf, rendition.expectation).proven
    ((_, glyphs),) = lines(rendition.pdf, name)
    assert all("fira-sans" in glyph.shown.typeface.name for glyph in glyphs)


@pytest.mark.parametrize("fields", [{}, LABEL], ids=["leaflet", "label"])
@pytest.mark.parametrize("name", NAMES[:3])
def test_a_name_is_stamped_in_the_same_family(leafgen: Leafgen, fields: dict[str, str], name: str) -> None:
    letters = letters_for(name)
    assert letters in ("latin", "wide")
    made = {"locale": "ar", **fields, "patient_name": name}
    document = master_of(leafgen, letters, **made).document(personal(leafgen, **made), "full")
    assert document.proof.proven
    request = leafgen.request({**LEAFLET, **ANNA, **made})
    composition = leafgen.compose(request)
    whole = leafgen.prove(document.data, leafgen.render(request, composition).expectation)
    assert whole.proven, whole.statements


def test_a_name_stands_on_the_baseline_of_the_words_beside_it(leafgen: Leafgen) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, "locale": "ar", **LABEL, "patient_name": NAMES[0]})
    pdf = leafgen.render(request, leafgen.compose(request)).pdf
    ((line, glyphs),) = lines(pdf, NAMES[0])
    ((_, beside),) = (one for one in lines(pdf, "1961") if abs(one[0].across - line.across) < 3)
    typefaces = {glyph.shown.typeface.name for glyph in (*glyphs, *beside)}
    heights = {round(glyph.shown.matrix[5], 2) for glyph in (*glyphs, *beside)}
    assert (len(typefaces), len(heights)) == (2, 1)


def test_a_letter_that_no_family_has_is_refused_by_name(leafgen: Leafgen) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, "locale": "ar", **LABEL, "patient_name": "Ana \u1e5f"})
    with pytest.raises(InvalidInput, match=r"patient\.name.*U\+1E5F"):
        leafgen.render(request, leafgen.compose(request))


@pytest.mark.parametrize("name", ["Jansen-", "-Jansen", "Jansen (B.)", "Jansen."])
@pytest.mark.parametrize("edition", ["standard", "clear", "large"])
def test_a_sign_at_the_end_of_a_name_is_not_read_with_the_words_beside_it(
    leafgen: Leafgen, name: str, edition: str
) -> None:
    request = leafgen.request({**LEAFLET, "locale": "ar", "edition": edition, "patient_name": name})
    rendition = leafgen.render(request, leafgen.compose(request))
    assert leafgen.prove(rendition.pdf, rendition.expectation).proven
