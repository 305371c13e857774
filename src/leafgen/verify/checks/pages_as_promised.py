"""The pages have the promised size and number, and none is empty."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.kernel.geometry import Size, mm
from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal

RATIONALE = """A label on a page of another size is scaled or cut by the printer; an empty page or one too many shows
that the layout went wrong."""
SOURCE = "ISO 32000-2, 14.11.2 (page boundaries); vendors' sheet dimensions"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse pages of a size that is not allowed, too many pages, pages without text, and statements on
    a page that is left out of print."""
    expectation, pages = case.expectation, case.evidence.pages
    if expectation.maximum_pages is not None and len(pages) > expectation.maximum_pages:
        yield Refusal(f"it has {len(pages)} pages, {expectation.maximum_pages} are allowed")
    for page in pages:
        width, height = page.crop.width * page.unit, page.crop.height * page.unit
        if page.rotate % 180:
            width, height = height, width
        size = Size(mm(width), mm(height))
        if expectation.page_sizes and not any(size.near(allowed) for allowed in expectation.page_sizes):
            allowed = " or ".join(f"{one.width:g} x {one.height:g}" for one in expectation.page_sizes)
            yield Refusal(f"the page is {size.width:.1f} x {size.height:.1f} mm, not {allowed} mm", page=page.number)
        if expectation.closed and not any(line.text for line in page.lines):
            yield Refusal("the page is empty", page=page.number)
    for finding in case.findings.found():
        for number in sorted(case.evidence.unprinted.intersection(number for number, _ in finding.glyphs)):
            yield against(finding, "viewers are told to leave its page out of print", page=number)
