"""Known documents: from fields straight to the proven bytes, when the master is there. No content is read, nothing is
laid out; whatever is not plainly in order is left to the house, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from leafgen.compose.personal import PERSONAL_FIELDS, read_personal
from leafgen.content.memory import stamp
from leafgen.content.places import files_of
from leafgen.masters.master import Document
from leafgen.masters.store import Masters, key_of
from leafgen.render.stamp import CannotStamp, letters_for


def known_document(root: Path, fields: Mapping[str, str], today: date) -> Document | None:
    """The document that `fields` ask for, with a full proof; None when its master is not known, or holds no longer,
    or when what is to be stamped cannot be, or is at fault."""
    personal = read_personal(fields, today)
    letters = letters_for(personal.name) if personal else None
    if personal is None or letters is None:
        return None
    given = {name: text for name, text in fields.items() if name not in PERSONAL_FIELDS}
    masters = Masters(stamp(root, files_of(root)))
    master = masters.find(key_of(given, personal.given, letters), today)
    try:
        document = master and master.document(personal, "full")
    except CannotStamp:
        return None
    return document if document and document.proof.proven else None
