"""The master of separators: laid out once for a size of paper, proven as any other, and kept."""

from __future__ import annotations

from leafgen.kernel.errors import DoesNotFit
from leafgen.kernel.geometry import Size
from leafgen.masters.making import House, sealed
from leafgen.masters.master import Days, Master
from leafgen.render.separator import DOCUMENTS, NUMBER, OF, PAGES, STAND_INS, separator_page
from leafgen.render.stamp import CannotStamp
from leafgen.render.stamp_master import NotAMasterError, make_stamp
from leafgen.verify.prover import NotSealed

#: Ids and numbers, in the letters that all faces have.
_LETTERS = "latin"


def separator_master(house: House, paper: Size) -> Master:
    """The master of a separator on this paper. Raises DoesNotFit where it cannot be read."""
    key, today = f"separator {paper.width:g} {paper.height:g}", house.workspace.today()
    if isinstance(known := house.masters.find(key, today), Master):
        return known
    font = house.workspace.fonts[house.content.locales["en"].font]
    pdf, placeholders, expectation = separator_page(paper, font)
    try:
        stamp = make_stamp(pdf, placeholders, font, _LETTERS)
        own = sealed(house, stamp, expectation, STAND_INS)
    except (CannotStamp, NotAMasterError, NotSealed) as reason:
        size = f"{paper.width:g} x {paper.height:g} mm"
        raise DoesNotFit(f"no separator can be printed on {size}: {reason}", "print without bundles") from reason
    master = Master(stamp, Days(()), own, 1)
    house.masters.keep(key, master, on_disk=True)
    return master


def separator_texts(of: str, number: int, documents: int, pages: int) -> dict[str, str]:
    """What a separator is stamped with."""
    return {OF: of, NUMBER: str(number), DOCUMENTS: str(documents), PAGES: str(pages)}
