"""What a language calls another: the names of CLDR, for choices that staff make."""

from __future__ import annotations

from babel import Locale as CldrLocale
from babel import UnknownLocaleError

from leafgen.content.locales import Locale


def language_name(locale: Locale, said_in: Locale) -> str:
    """The name of a locale's language in another: Arabic is "Arabisch" in Dutch. In English where CLDR has none."""
    try:
        name = CldrLocale.parse(locale.id, sep="-").get_display_name(said_in.cldr)
    except (UnknownLocaleError, ValueError):
        name = None
    return name or locale.english_name
