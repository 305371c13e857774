"""Labels: a dose in units of the product, and what each profile says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from leafgen.compose.composition import Barcode, Composition, Symbology
from leafgen.content.model import ProductClass
from leafgen.content.outline import profile_of
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "zebra-102x76"}
CITRATE = {**LABEL, "product": "magnesium-citrate-100"}
PHARMACY = "leaflets/clinics/demo-pharmacy.yaml"


def compose(leafgen: Leafgen, **fields: str) -> Composition:
    return leafgen.compose(leafgen.request(fields))


def texts(composition: Composition) -> dict[str, str]:
    return {said.id: said.text.replace("\u00a0", " ") for said in composition.said()}


def test_a_dose_of_a_catalogue_product_is_said_in_units(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **CITRATE, dose="200", times="evening", quantity="60"))
    assert said["patient.product"] == "magnesium citrate tablets"
    assert said["patient.product-strength"] == "100 mg magnesium"
    assert said["patient.quantity"] == "60 tablets"
    assert said["patient.timetable.evening"] == "Evening: 2 tablets (200 mg)"


@pytest.mark.parametrize(
    ("locale", "fields", "identity", "words"),
    [
        ("en", {"dose": "300"}, "patient.dose", "2 tablets a day (300 mg)"),
        ("en", {"dose": "225", "times": "noon"}, "patient.timetable.noon", "Noon: 1 and a half tablets (225 mg)"),
        ("nl", {"dose": "300", "times": "morning,evening"}, "patient.timetable.morning", "Ochtend: 1 tablet (150 mg)"),
        ("nl", {"dose": "225", "times": "morning,noon,evening"}, "patient.timetable.noon",
         "Middag: een halve tablet (75 mg)"),
    ],
)  # fmt: skip
def test_halves_are_said_in_words(
    leafgen: Leafgen, locale: str, fields: dict[str, str], identity: str, words: str
) -> None:
    label = {**LABEL, "locale": locale, "product": "magnesium-citrate-150"}
    assert texts(compose(leafgen, **label, **fields))[identity] == words


@pytest.mark.parametrize(
    ("fields", "fault", "advice"),
    [
        ({"dose": "250"}, "no number of tablets of 100 mg: it cannot be broken", "possible: 200, 300, 400 mg a day"),
        ({"dose": "300", "times": "morning,evening"}, "at each of 2 times", "possible: 200, 400 mg a day"),
        ({"product": "magnesium-citrate-powder-300", "dose": "200"}, "of 300 mg: it cannot be broken", "possible: 300"),
        ({"product": "magnesium-citrat-100"}, "there is no product", "did you mean 'magnesium-citrate-100'?"),
        ({"quantity": "50"}, "comes in packs of 60, 120", "write another quantity out"),
    ],
)
def test_what_the_product_cannot_give_is_refused(
    leafgen: Leafgen, fields: dict[str, str], fault: str, advice: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        leafgen.request({**CITRATE, **fields})
    assert fault in str(refusal.value)
    assert advice in str(refusal.value)


def test_free_text_stays_free_text(leafgen: Leafgen) -> None:
    said = texts(
        compose(leafgen, **{**LABEL, "product": "Magnesium citrate 150 mg"}, quantity="50 tablets", dose="250")
    )
    assert said["patient.product"] == "Magnesium citrate 150 mg"
    assert said["patient.quantity"] == "50 tablets"
    assert said["patient.dose"] == "250 mg a day magnesium"


def test_a_locale_without_words_for_units_is_refused(copy: Path, open_copy: Callable[[], Leafgen]) -> None:
    path = copy / "leaflets/locales/en/locale.yaml"
    before, _, rest = path.read_text(encoding="utf-8").partition("portions:\n")
    path.write_text(before + rest[rest.index("negation:") :], encoding="utf-8")
    leafgen = open_copy()
    with pytest.raises(RefusedByPolicy, match="en has no words for a number of tablets"):
        compose(leafgen, **CITRATE, dose="200")
    assert "patient.dose" in texts(compose(leafgen, **LABEL, dose="200"))


def test_a_supplement_says_its_share_of_the_reference_intake(leafgen: Leafgen) -> None:
    composition = compose(leafgen, **LABEL, dose="200", times="morning,evening")
    said = next(one for one in composition.said() if one.id == "wording.label-intake")
    assert said.text.replace("\u00a0", " ") == "Do not exceed 200 mg a day: 53% of the reference intake."
    assert said.facts == ("core.reference-intake",)
    assert said.source == ("eu-1169",)
    # One of the two says not to exceed the dose, and never both.
    assert "wording.label-not-more" not in texts(composition)
    assert "wording.label-intake" not in texts(compose(leafgen, **LABEL))


def test_a_supplement_says_what_food_law_asks_and_warnings_come_before(leafgen: Leafgen) -> None:
    composition = compose(leafgen, **LABEL)
    said = texts(composition)
    assert said["wording.label-food-supplement"] == "Food supplement: does not replace a varied diet."
    assert said["wording.label-not-more"] == "Do not exceed this dose."
    assert said["core.children"] == "Keep out of reach of children."
    looks = [line.look for line in composition.lines]
    assert max(at for at, look in enumerate(looks) if look == "warning") < looks.index("foot")


PRESCRIBED = {
    **LABEL, "product": "magnesium-citrate-150-prescribed", "dose": "300", "times": "morning,evening",
    "patient_name": "Ann",
}  # fmt: skip


def test_a_dutch_medicine_names_the_pharmacist_and_no_food_law(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **PRESCRIBED))
    assert said["clinic.pharmacist"] == "drs. A. Voorbeeld"
    assert said["patient.date"] == "22 Nov 2026"
    assert not {"wording.label-food-supplement", "wording.label-intake"} & set(said)


def test_a_british_medicine_has_the_address_and_the_words_of_its_law(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **PRESCRIBED, clinic="demo-pharmacy-gb"))
    assert said["clinic.address.1"] == "12 Example Street"
    assert said["core.children"] == "Keep out of the reach and sight of children."
    assert "clinic.pharmacist" not in said
    supplement = texts(compose(leafgen, **LABEL, clinic="demo-pharmacy-gb"))
    assert supplement["core.children"] == "Keep out of reach of children."


def test_a_country_without_a_profile_of_its_own_has_the_common_one(leafgen: Leafgen) -> None:
    profiles = leafgen.content.labels.values()
    assert profile_of(profiles, ProductClass.PRESCRIBED, "NL").id == "dispensing-nl"
    assert profile_of(profiles, ProductClass.PRESCRIBED, "GB").id == "dispensing-gb"
    assert profile_of(profiles, ProductClass.OVER_THE_COUNTER, "DE").id == "dispensing"
    assert profile_of(profiles, ProductClass.FOOD_SUPPLEMENT, "GB").id == "food-supplement"
    with pytest.raises(InvalidInput, match="no label profile"):
        profile_of((), ProductClass.PRESCRIBED, "NL")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("wording.label-read-leaflet", "wording.label-nowhere", "there is no statement 'wording.label-nowhere'"),
        ("{fill: dose, look: dose,", "{fill: dose, kind: dose, look: dose,", "a line needs one of"),
        ("{fill: dose, look", "{fill: dose, instead_of: core.children, look", "only a statement can stand"),
        ("look: warning, priority: 1", "look: warning, priority: 2", "a warning gives way last"),
        ("look: dose, priority: 1", "look: dose, priority: 3", "a dose gives way last"),
        ("look: text, priority: 2", "look: text, priority: 4", "priority is 4"),
        ("look: text, priority: 2, least: directions", "look: text, priority: 2, least: law", "minimums has no law"),
        ("{x_height: 1.2,", "{x_height: 1.1,", "an x-height of 1.1 mm cannot be read"),
        ("product_classes: [food-supplement]", "product_classes: [prescribed]", "no profile for every country is for"),
    ],
)
def test_a_faulty_profile_is_named_with_its_place(
    edit: Edit, open_copy: Callable[[], Leafgen], old: str, new: str, fault: str
) -> None:
    edit("templates/labels/food-supplement.yaml", old, new)
    with pytest.raises(InvalidInput) as refusal:
        _ = open_copy().content
    assert any(fault in str(one) for one in refusal.value.diagnostics)


def test_each_line_has_the_priority_and_the_legal_size_of_its_profile(leafgen: Leafgen) -> None:
    supplement = {line.said[0].id: line for line in compose(leafgen, **LABEL).lines}
    assert {line.priority for line in supplement.values() if line.look in ("warning", "dose")} == {1}
    small = {id for id, line in supplement.items() if (line.priority, line.least_x_height) == (3, 1.2)}
    assert small == {
        "wording.label-not-more", "wording.label-food-supplement", "wording.label-read-leaflet", "core.children",
    }  # fmt: skip
    assert all(line.least_x_height == 1.4 for id, line in supplement.items() if id not in small)
    medicine = compose(leafgen, **PRESCRIBED)
    assert {line.least_x_height for line in medicine.lines} == {1.4}


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_code_leads_to_the_leaflet_and_is_read_from_a_thermal_printer_s_dots(leafgen: Leafgen, locale: str) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    label = {**LABEL, "locale": locale, "dose": "200"}
    request = leafgen.request({**label, "code": "leaflet"})
    composition = leafgen.compose(request)
    pdf = leafgen.render(request, composition).pdf
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72, grayscale=True).to_pil()
    dots = image.point(lambda grey: 255 if grey > 127 else 0)
    assert [found.text for found in zxingcpp.read_barcodes(dots)] == [
        f"HTTPS://APOTHEEK.EXAMPLE.ORG/{composition.content_hash}"
    ]
    leaflet = compose(leafgen, kind="leaflet", indication="cramps", locale=locale)
    assert leaflet.content_hash == composition.content_hash
    plain = leafgen.render(request, compose(leafgen, **label)).pdf
    assert zxingcpp.read_barcodes(pypdfium2.PdfDocument(plain)[0].render(scale=203 / 72).to_pil()) == []


def test_a_code_that_leads_nowhere_is_refused(leafgen: Leafgen, edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    with pytest.raises(InvalidInput, match="none, leaflet"):
        leafgen.request({**LABEL, "code": "poster"})
    edit(PHARMACY, "website: apotheek.example.org\n", "")
    with pytest.raises(InvalidInput, match="has no website"):
        open_copy().request({**LABEL, "code": "leaflet"})


PRODUCTS = "leaflets/products/magnesium.yaml"
#: Of the range that a shop may use within its own walls (GS1 prefix 2); its last digit checks the others.
GTIN = "2000000000008"


@pytest.fixture
def numbered(edit: Edit, open_copy: Callable[[], Leafgen]) -> Leafgen:
    before = "product_class: food-supplement\n    packs: [60, 120]\n    demo: true\n  - id: magnesium-citrate-150\n"
    after = before.replace("demo", f'gtins: [{{units: 60, gtin: "{GTIN}"}}]\n    demo')
    edit(PRODUCTS, before, after)
    return open_copy()


@pytest.mark.parametrize("code", ["gs1-datamatrix", "gs1-128"])
def test_the_code_of_a_product_says_the_gtin_of_the_pack_and_so_does_a_line(numbered: Leafgen, code: str) -> None:
    composition = compose(numbered, **CITRATE, quantity="60", code=code)
    assert composition.code == Barcode(Symbology(code), f"(01)0{GTIN}")
    assert composition.lines[-1].said[0].text == f"(01)0{GTIN}"
    document = numbered.document(numbered.request({**CITRATE, "quantity": "60", "code": code}))
    assert document.proof.proven


def test_without_a_code_no_number_is_printed(numbered: Leafgen) -> None:
    composition = compose(numbered, **CITRATE, quantity="60")
    assert composition.code is None
    assert "patient.gtin" not in texts(composition)
    assert compose(numbered, **CITRATE, quantity="60", code="leaflet").code == Barcode(
        Symbology.QR, f"HTTPS://APOTHEEK.EXAMPLE.ORG/{composition.content_hash}"
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"quantity": "120"}, "give a quantity of 60, the packs whose GTIN is known"),
        ({"quantity": "50 tablets"}, "give a quantity of 60"),
        ({}, "give a quantity of 60"),
        ({"product": "Magnesium 100 mg"}, "name a product of the catalogue"),
        ({"product": "magnesium-citrate-150"}, "magnesium-citrate-150 has no GTIN"),
    ],
)
def test_no_number_is_made_up(numbered: Leafgen, fields: dict[str, str], fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault):
        numbered.request({**CITRATE, "code": "gs1-128", **fields})


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('{units: 60, gtin: "2000000000009"}', "does not check the others"),
        ('{units: 60, gtin: "200000000000"}', "does not check the others"),
        ('{units: 60, gtin: "20000000008"}', "has 8, 12, 13 or 14 digits"),
        ('{units: 60, gtin: "2000000000０08"}', "has 8, 12, 13 or 14 digits"),
        ('{units: 30, gtin: "2000000000008"}', "names a pack of 30, which is not among packs"),
        ('{units: 60, gtin: "2000000000008"}, {units: 60, gtin: "2000000000015"}', "names a pack twice"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused(
    edit: Edit, open_copy: Callable[[], Leafgen], entry: str, fault: str
) -> None:
    edit(PRODUCTS, "packs: [60, 90]", f"packs: [60, 90]\n    gtins: [{entry}]")
    with pytest.raises(InvalidInput) as refusal:
        open_copy().content  # noqa: B018 - reading it is the test
    assert fault in str(refusal.value)
