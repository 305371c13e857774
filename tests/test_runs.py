"""Print runs: in order, on sheets of their own, tags and language kept, every bit held to what it must be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from leafgen.compose.fields import personal_of
from leafgen.compose.request import Request
from leafgen.kernel.errors import DoesNotFit, LeafgenError, ProofFailed
from leafgen.kernel.geometry import A4
from leafgen.masters.for_runs import PREPARED, Press, prepare
from leafgen.masters.master import Master
from leafgen.pipeline import Leafgen
from leafgen.render.fold_marks import codes
from leafgen.render.run_template import PLACES, NotForARunError, run_template
from leafgen.render.run_writer import FIRST, MOST_PATIENTS, RunWriter
from leafgen.runs import PrintRun
from leafgen.verify.run_codes import SheetCode
from leafgen.verify.run_seal import OTHER_CODES, NotARun
from tests.stamping import ANNA, LABEL, LEAFLET, master_of

LONG = "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde"
NAMES = ("Anna de Vries", LONG, "Bo Wu", "\u0141ucja Wi\u015bniewska")


@pytest.fixture
def house(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> Leafgen:
    """leafgen, whose masters are those of these tests."""

    def master(_: Leafgen, request: Request) -> Master | None:
        fields = {"kind": request.kind, **(LABEL if request.kind == "label" else {})}
        return None if request.patient_name == LONG else master_of(leafgen, **fields)

    monkeypatch.setattr(Leafgen, "master", master)
    return leafgen


def request_for(leafgen: Leafgen, name: str, **fields: str) -> Request:
    return leafgen.request({**LEAFLET, **ANNA, "patient_name": name, **fields})


def run_of(leafgen: Leafgen, names: tuple[str, ...], proof: str = "full", **fields: str) -> bytes:
    run = PrintRun(leafgen, file := BytesIO())
    for name in names:
        run.add(request_for(leafgen, name, **fields), proof=proof)
    proven = run.close(proof=proof)
    assert proven.proven, [check.refusals for check in proven.checks]
    return file.getvalue()


def test_patients_stand_in_order_and_each_says_its_own(house: Leafgen) -> None:
    run = PrintRun(house, file := BytesIO())
    places = [run.add(request_for(house, name)) for name in NAMES]
    assert run.close().proven
    assert [(place.page, place.pages) for place in places] == [(1, 2), (3, 2), (5, 2), (7, 2)]
    document = pypdfium2.PdfDocument(file.getvalue())
    assert len(document) == run.pages == 8
    for place, name in zip(places, NAMES, strict=True):
        text = " ".join(document[place.page - 1].get_textpage().get_text_range().split())
        assert f"Voor {name} Geboren 12 mrt 1961" in text
        assert not [other for other in NAMES if other != name and other in text]


@pytest.mark.parametrize("name", ["Anna de Vries", LONG], ids=["stamped", "laid out"])
def test_each_page_of_a_run_looks_like_that_of_the_document(house: Leafgen, name: str) -> None:
    request = request_for(house, name)
    alone = pypdfium2.PdfDocument(house.document(request).data)
    run = pypdfium2.PdfDocument(run_of(house, ("Bo Wu", name)))
    for number in range(2):
        one, other = (page.render(scale=1).to_numpy() for page in (alone[number], run[2 + number]))
        assert np.array_equal(one, other)


def test_a_run_keeps_tags_and_language(house: Leafgen) -> None:
    with pikepdf.open(BytesIO(run_of(house, NAMES))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Lang) == "nl"
        tree = pdf.Root.StructTreeRoot
        assert [str(top.S) for top in tree.K] == ["/Document"] * 4
        leaves = [leaf.Nums for leaf in tree.ParentTree.Kids]
        by_page = {int(key): marks for nums in leaves for key, marks in zip(nums[::2], nums[1::2], strict=True)}
        keys = [int(page.obj.StructParents) for page in pdf.pages]
        assert keys == sorted(by_page)
        for page, key in zip(pdf.pages, keys, strict=True):
            assert {element.Pg.objgen for element in by_page[key]} == {page.obj.objgen}
        owners = [page.obj.objgen[0] // PLACES for page in pdf.pages]
        assert owners == [FIRST, FIRST, FIRST + 1, FIRST + 1, FIRST + 2, FIRST + 2, FIRST + 3, FIRST + 3]


def test_tags_that_only_group_are_left_out(leafgen: Leafgen) -> None:
    """Every object of a patient is looked up by whoever opens the file; verify/run_trial.py holds what is left to the
    document."""
    master = master_of(leafgen)
    prepared = prepare(master, texts_of(leafgen, master), 0)
    roles = Counter(re.findall(rb"/S /(\w+) >>", b"\n".join(prepared.template.own)))
    assert roles[b"P"] > 20
    assert roles[b"Span"] == roles[b"NonStruct"] == 0
    assert prepared.template.own[0].startswith(b"<< /Limits")


def test_patients_of_one_master_share_its_fonts(house: Leafgen) -> None:
    lengths = [len(run_of(house, ("Bo Wu",) * count, "sealed")) for count in (1, 2, 3)]
    (first, second) = (later - earlier for earlier, later in pairwise(lengths))
    assert abs(first - second) < 200
    with pikepdf.open(BytesIO(run_of(house, ("Bo Wu", "Anna")))) as pdf:
        fonts = [page.obj.Resources.Font["/LeafgenStamp0"].objgen for page in (pdf.pages[0], pdf.pages[2])]
    assert fonts[0] == fonts[1]


def test_an_odd_document_is_filled_up_for_printing_on_both_sides(house: Leafgen) -> None:
    label = request_for(house, "Bo Wu", **LABEL)
    for duplex, pages in ((True, 2), (False, 1)):
        run = PrintRun(house, file := BytesIO(), duplex=duplex)
        assert [run.add(label).page for _ in range(2)] == [1, 1 + pages]
        assert run.close().proven
        document = pypdfium2.PdfDocument(file.getvalue())
        assert len(document) == 2 * pages
        assert all(
            document[number].get_textpage().get_text_range() == "" for number in range(1, len(document), 2) if duplex
        )


def test_a_long_run_is_whole_to_every_reader(house: Leafgen) -> None:
    master = master_of(house, **LABEL)
    run = PrintRun(house, file := BytesIO(), duplex=False)
    requests = [request_for(house, f"Bo {number}", **LABEL) for number in range(95)]
    for request in requests:
        run.add(request)
    assert run.close(proof="full").proven
    assert pikepdf.open(file).check_pdf_syntax() == []
    assert pypdfium2.PdfDocument(file.getvalue())[94].get_textpage().get_text_range().count("Bo 94") == 1
    assert master.pages == 1


def test_a_run_is_the_same_every_time(house: Leafgen) -> None:
    assert run_of(house, NAMES, "sealed") == run_of(house, NAMES, "full")
    assert run_of(house, NAMES[2:], "sealed") != run_of(house, NAMES[::-1][:2], "sealed")


def test_a_run_has_an_end(house: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (FIRST + MOST_PATIENTS) * PLACES <= 4_194_303
    assert len(str(FIRST)) == len(str(FIRST + MOST_PATIENTS - 1)) == 3
    monkeypatch.setattr("leafgen.render.run_writer.MOST_PATIENTS", 2)
    run = PrintRun(house, BytesIO())
    for name in ("Anna", "Bo"):
        assert run.has_room
        run.add(request_for(house, name))
    assert not run.has_room
    with pytest.raises(ValueError, match="without patients"):
        RunWriter(BytesIO()).close()


def test_more_masters_than_a_run_holds_are_laid_out_for_one(house: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leafgen.runs.MOST_MASTERS", 0)
    assert run_of(house, ("Anna de Vries",))


def test_what_is_not_proven_is_not_printed(house: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    run = PrintRun(house, file := BytesIO())
    before = file.getvalue()
    made = house.document(request_for(house, "Bo Wu"))
    monkeypatch.setattr(Leafgen, "document", lambda *_, **__: replace(made, proof=replace(made.proof, statements=())))
    with pytest.raises(ProofFailed):
        run.add(request_for(house, LONG))
    assert file.getvalue() == before


def test_a_document_of_too_many_parts_is_refused(house: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    master = master_of(house)
    windows = [(window.start, window.end) for window in master.stamp.windows]
    with pytest.raises(NotForARunError, match="window"):
        run_template(master.data, [(0, 9)], 0)
    monkeypatch.setattr("leafgen.render.run_template.PLACES", 100)
    with pytest.raises(LeafgenError, match="too many parts"):
        run_template(master.data, windows, 0)


# Marks for machines that fold and insert


def omr(page: pypdfium2.PdfPage) -> list[bool]:
    """What a scanner reads down the left margin of a page: at which of six positions there is a bar."""
    scale = 4
    column = page.render(scale=scale).to_numpy()[: int(92 * scale * 72 / 25.4), int(6 * scale * 72 / 25.4)].min(axis=1)
    dark = [row / scale / 72 * 25.4 for row in np.where(column < 100)[0]]
    read = [any(abs(at - (50.25 + 4.2333 * place)) < 0.5 for at in dark) for place in range(6)]
    assert all(any(abs(at - (50.25 + 4.2333 * place)) < 0.5 for place in range(6)) for at in dark)
    return read


def in_margin(page: pypdfium2.PdfPage) -> list[str]:
    """What a camera reads in the left margin of a page, within what any printer prints."""
    picture = page.render(scale=300 / 72).to_numpy()[:, int(4.2 / 25.4 * 300) : int(14 / 25.4 * 300)]
    return [found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(picture))]


def marked(leafgen: Leafgen, names: tuple[str, ...], number: int = 1) -> bytes:
    run = PrintRun(leafgen, file := BytesIO(), marked=True, number=number)
    run.put(run.separator(A4, "pain-care", 1, len(names), 2 * len(names)))
    for name in names:
        run.add(request_for(leafgen, name))
    proven = run.close()
    assert proven.proven, [check.refusals for check in proven.checks]
    return file.getvalue()


def test_marks_say_where_each_document_begins_and_ends(house: Leafgen) -> None:
    """One sheet: first and last at once. The separator is a set of its own."""
    document = pypdfium2.PdfDocument(marked(house, ("Anna de Vries", LONG)))
    only = [True, True, False, False, True, True]
    assert [omr(page) for page in document] == [only, [False] * 6] * 3


def test_marks_tell_the_sheets_of_a_document_apart(house: Leafgen, leafgen: Leafgen) -> None:
    master = master_of(leafgen, edition="clear")
    assert master.pages > 4
    prepared = prepare(master, texts_of(leafgen, master), 0, Press(marked=True))
    run = RunWriter(file := BytesIO())
    windows = [prepared.stamp.write(one, texts_of(leafgen, master)) for one in prepared.stamp.windows]
    run.add(prepared.template, (*windows, *codes(7, 1, master.pages, prepared.marked or 0)))
    run.close()
    sheets = len(prepared.template.pages) // 2
    read = [in_margin(page) for page in list(pypdfium2.PdfDocument(file.getvalue()))[::2]]
    assert read == [[f"00007001{sheet:02}{sheets:02}"] for sheet in range(1, sheets + 1)]
    fronts = [omr(page) for page in list(pypdfium2.PdfDocument(file.getvalue()))[::2]]
    assert [(not one[2], not one[3]) for one in fronts] == [
        (False, True),
        *[(False, False)] * (len(fronts) - 2),
        (True, False),
    ]
    assert all(sum(one) % 2 == 0 and one[0] and one[1] and one[5] for one in fronts)


def texts_of(leafgen: Leafgen, master: Master) -> dict[str, str]:
    return master.days.texts(personal_of(request_for(leafgen, "Bo Wu")))


def test_every_sheet_of_a_run_has_a_code_of_its_own(house: Leafgen) -> None:
    document = pypdfium2.PdfDocument(marked(house, ("Anna de Vries", LONG, "Bo Wu"), number=42))
    fronts = [[f"00042{number:03}0101"] for number in (1, 2, 3, 4)]
    assert [in_margin(page) for page in document] == [one for front in fronts for one in (front, [])]


@pytest.mark.parametrize("name", ["Bo Wu", LONG], ids=["stamped", "laid out"])
@pytest.mark.parametrize(
    ("run", "numbers"),
    [(42, (1, 3, 2)), (42, (1, 2, 2)), (42, (1, 3, 4)), (41, (1, 2, 3))],
    ids=["swapped", "doubled", "missing", "another run"],
)
def test_a_sheet_with_the_code_of_another_is_told(
    house: Leafgen, monkeypatch: pytest.MonkeyPatch, name: str, run: int, numbers: tuple[int, ...]
) -> None:
    def others(number: int, document: int, pages: int, height: float) -> Iterator[bytes]:
        return codes(run, numbers[document - 1], pages, height) if number else codes(number, document, pages, height)

    monkeypatch.setattr("leafgen.masters.for_runs.codes", others)
    made = PrintRun(house, BytesIO(), marked=True, number=42)
    for one in ("Anna de Vries", name, name):
        made.add(request_for(house, one))
    (check,) = made.close(proof="sealed").checks
    assert OTHER_CODES in {refusal.message for refusal in check.refusals}


def test_no_bit_of_a_code_may_differ(house: Leafgen) -> None:
    (window,) = codes(1, 1, 2, 842.0)
    code = SheetCode.told(window)
    assert code
    assert code.says(window) == "000010010101"
    for place in range(8 * len(window)):
        other = bytearray(window)
        other[place // 8] ^= 1 << place % 8
        assert code.says(bytes(other)) != "000010010101", place
    assert SheetCode.told(window.replace(b" cm ", b" re ")) is None


def test_a_code_that_is_drawn_elsewhere_or_smudged_is_told(house: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(run: int, document: int, pages: int, height: float) -> Iterator[bytes]:
        return codes(run, document, pages, height - 2.0)

    def inverted(run: int, document: int, pages: int, height: float) -> Iterator[bytes]:
        return (one.replace(b"[1 0]", b"[0 1]") for one in codes(run, document, pages, height))

    for wrong in (moved, inverted):
        monkeypatch.setattr("leafgen.masters.for_runs.codes", wrong)
        with pytest.raises(NotARun):
            prepare(master_of(house), texts_of(house, master_of(house)), 0, Press(marked=True))


@pytest.mark.parametrize("place", ["LEFT", "CODE_LEFT"])
def test_a_document_that_prints_where_marks_go_is_refused(
    house: Leafgen, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(f"leafgen.render.fold_marks.{place}", 30.0)
    monkeypatch.setattr("leafgen.runs.PREPARED", type(PREPARED)())
    run = PrintRun(house, BytesIO(), marked=True)
    for name in ("Anna de Vries", LONG):
        with pytest.raises(DoesNotFit, match="cannot be marked"):
            run.add(request_for(house, name))


def test_a_booklet_is_no_part_of_a_run(leafgen: Leafgen) -> None:
    run = PrintRun(leafgen, BytesIO())
    with pytest.raises(LeafgenError, match="booklet"):
        run.add(request_for(leafgen, "Bo Wu", edition="booklet"))
