"""Translations: gettext catalogues, and the checks that keep a translator from changing a dose."""
