"""Telephone numbers as their country reads and writes them. Only asked when a clinic's profile is read: what knows the
numbers of all countries takes long to import."""

from __future__ import annotations

import re

import phonenumbers


def is_country(code: str) -> bool:
    """Whether `code` (ISO 3166) is a country whose numbers are known."""
    return code in phonenumbers.SUPPORTED_REGIONS


def is_ambulance(number: str, country: str) -> bool:
    """Whether `number` is one that `country` keeps for emergencies, such as 112 (source: libphonenumber)."""
    return phonenumbers.is_emergency_number(_plain(number), country)


def phone_problem(number: str, country: str) -> str:
    """Why `number` cannot be printed, or "" when it is a valid number or an emergency number of `country`."""
    if is_ambulance(number, country):
        return ""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return f"{number!r} is not a phone number"
    if not phonenumbers.is_valid_number(parsed):
        return f"{number!r} is not a number that can exist in {country}"
    return ""


def written(number: str, country: str) -> tuple[str, str]:
    """A number that has no problem: as its country groups it, and as a telephone anywhere dials it (digits after a
    plus; an emergency number as it is)."""
    if is_ambulance(number, country):
        return _plain(number), _plain(number)
    parsed, form = phonenumbers.parse(number, country), phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL), phonenumbers.format_number(parsed, form.E164)


def _plain(number: str) -> str:
    return re.sub(r"[\s()./-]", "", number)
