"""Writing catalogues for translators: new ones and merged ones, as Poedit, Weblate and msgfmt expect them.

Entries are matched by msgctxt, so a changed English sentence keeps its old translation, marked fuzzy and with
the old sentence beside it: the translator sees what changed, and nobody prints it until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po
from weblate_language_data.languages import LANGUAGES

from leafgen.content.model import Message
from leafgen.kernel.errors import InvalidInput

#: Texts hold "%" and {braces}: only the latter are placeholders.
_FLAGS = ("no-python-format", "python-brace-format")
_KEPT_HEADERS = ("PO-Revision-Date", "Last-Translator", "Language-Team")
_WIDTH = 110


def plural_forms(tag: str) -> str:
    """The gettext plural header of a language, by weblate-language-data (Babel's own are wrong for some)."""
    by_code = {code: (number, formula) for code, _, number, formula in LANGUAGES}
    for code in (tag.replace("-", "_"), tag.partition("-")[0]):
        if code in by_code:
            number, formula = by_code[code]
            return f"nplurals={number}; plural={formula};"
    raise InvalidInput(f"{tag} is no language that the list of languages knows", "use a BCP 47 tag such as de or pt-BR")


def merged(tag: str, messages: Iterable[Message], existing: str = "") -> str:
    """A PO file with every message: translations of `existing` are kept, changed ones marked fuzzy with the
    previous English text, and what is no longer said is kept at the end as obsolete."""
    old = read_po(StringIO(existing), abort_invalid=True) if existing else Catalog()
    # What had become obsolete comes back when its context does.
    entries = [*old.obsolete.values(), *old]
    by_context = {str(entry.context): entry for entry in entries if entry.id and entry.context}
    new = Catalog()
    for message in messages:
        _add(new, message, by_context.pop(message.context, None))
    for context, entry in by_context.items():
        if entry.string:
            new.obsolete[(str(entry.id), context)] = entry
    return _written(tag, new, dict(old.mime_headers) if existing else {})


def with_texts(tag: str, messages: Iterable[Message], say: Callable[[str], str]) -> str:
    """A PO file in which every message is said by `say`."""
    new = Catalog()
    for message in messages:
        _add(new, message, Entry(message.text, say(message.text), context=message.context))
    return _written(tag, new, {})


def _written(tag: str, catalogue: Catalog, old_headers: Mapping[str, str]) -> str:
    body = BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True, include_previous=True)
    return _header(tag, old_headers) + body.getvalue().decode()


def _add(catalogue: Catalog, message: Message, old: Entry | None) -> None:
    flags = set(_FLAGS) if "{" in message.text or "%" in message.text else set()
    previous: list[str] = []
    if old is not None and old.string:
        if old.id != message.text:
            flags.add("fuzzy")
            previous = [str(old.id)]
        elif old.fuzzy:
            flags.add("fuzzy")
            previous = [str(text) for text in old.previous_id]
    catalogue.add(
        message.text,
        old.string if old is not None else "",
        flags=flags,
        auto_comments=[message.note] if message.note else [],
        user_comments=old.user_comments if old is not None else [],
        previous_id=previous,
        context=message.context,
    )


def _header(tag: str, old: Mapping[str, str]) -> str:
    fields = {
        "Project-Id-Version": "leafgen",
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "",
        "Language-Team": "",
        **{name: old[name] for name in _KEPT_HEADERS if old.get(name)},
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(tag),
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'
